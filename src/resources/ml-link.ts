/** What ties a build project, a pipeline, a key, a repository or a bucket to ML: what it says of itself, and nothing else (docs/decisions/0024). */

/**
 * `['sagemaker']` where its description, tags included, has the word anywhere: in the tags that SageMaker Projects set
 * (`sagemaker:project-name`), a role, an image, a variable, a command, an action, a policy that lets it in. Nothing of the description is kept.
 */
export const namesSageMaker = (description: object): readonly string[] =>
  JSON.stringify(description).toLowerCase().includes('sagemaker') ? ['sagemaker'] : [];
