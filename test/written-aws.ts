/** The AWS CLI as far as the SDK knows it: which operations a service has, and which members their input has. */
/** As the CLI calls them, and as their package is named. */
const PACKAGES = {
  ...{ cloudwatch: 'cloudwatch', codeartifact: 'codeartifact', codebuild: 'codebuild', codepipeline: 'codepipeline', deploy: 'codedeploy' },
  ...{ dynamodb: 'dynamodb', events: 'eventbridge', guardduty: 'guardduty', iam: 'iam', kms: 'kms' },
  ...{ cloudtrail: 'cloudtrail', configservice: 'config-service' },
  ...{ ecr: 'ecr', securityhub: 'securityhub', lambda: 'lambda', s3api: 's3', sagemaker: 'sagemaker', sns: 'sns', sqs: 'sqs', ssm: 'ssm' },
};
const loaded = Object.entries(PACKAGES).map(
  async ([service, name]): Promise<[string, object]> => [service, await import(`@aws-sdk/client-${name}`)],
);
const SERVICES: Readonly<Record<string, object>> = Object.fromEntries(await Promise.all(loaded));
/** The CLI keeps `--endpoint` for itself. */
const RENAMED: Readonly<Record<string, string>> = { 'sns subscribe': 'notification-endpoint' };
/** What we have no client of, as its API reference has it. */
const BY_HAND: Readonly<Record<string, readonly string[]>> = {
  'cloudformation delete-stack': ['stack-name'],
  'cloudformation describe-stacks': ['stack-name'],
};
/** Options of the CLI itself (AWS CLI reference, "Global options"; lambda invoke, payloads). */
const GLOBAL = ['query', 'output', 'region', 'profile', 'cli-binary-format', 'no-cli-pager'];

type Schema = readonly unknown[];
const resolved = (schema: unknown): Schema => (typeof schema === 'function' ? schema() : schema) as Schema;
const kebab = (name: string): string =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();

/** The options of an operation, each also with `no-`, as the CLI has it of a boolean; or undefined where there is none of that name. */
export function optionsOf(service: string, operation: string): readonly string[] | undefined {
  const byHand = BY_HAND[`${service} ${operation}`];
  if (byHand) return [...byHand, ...GLOBAL];
  const name = `${operation.replaceAll('-', '')}command`;
  const [, Command] = Object.entries(SERVICES[service] ?? {}).find(([exported]) => exported.toLowerCase() === name) ?? [];
  if (!Command) return undefined;
  const made = new (Command as new (input: object) => { readonly schema: Schema })({});
  // An operation's schema holds its input's at 4, and that its members' names (Smithy's runtime schemas).
  const members = resolved(made.schema[4])[4] as readonly string[];
  const renamed = RENAMED[`${service} ${operation}`];
  const options = members.map(kebab).flatMap((name) => [name, `no-${name}`]);
  return [...options, ...(renamed ? [renamed] : []), ...GLOBAL];
}
