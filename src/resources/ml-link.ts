/** What ties a build project or a pipeline to ML: what it says of itself, and nothing else (docs/decisions/0024). */

/**
 * `['sagemaker']` where its description, tags included, has the word anywhere: in the tags that SageMaker Projects set
 * (`sagemaker:project-name`), a role, an image, a variable, a command, an action. Nothing of the description is kept.
 */
export const namesSageMaker = (description: object): readonly string[] =>
  JSON.stringify(description).toLowerCase().includes('sagemaker') ? ['sagemaker'] : [];
