/** The AWS CLI as far as the SDK knows it: a command line, and what it asks AWS for. */
import { type Written, wordsOf } from './written.ts';
import { bare, namesIn, type Schema, SIMPLE, valueFrom } from './written-value.ts';

/** As the CLI calls them, as their package is named, and as their requests are signed. */
const SERVICES: Readonly<Record<string, readonly [pack: string, signed?: string]>> = {
  cloudformation: ['cloudformation'],
  cloudtrail: ['cloudtrail'],
  cloudwatch: ['cloudwatch', 'monitoring'],
  codeartifact: ['codeartifact'],
  codebuild: ['codebuild'],
  codepipeline: ['codepipeline'],
  configservice: ['config-service', 'config'],
  deploy: ['codedeploy', 'codedeploy'],
  dynamodb: ['dynamodb'],
  ecr: ['ecr'],
  events: ['eventbridge'],
  guardduty: ['guardduty'],
  iam: ['iam'],
  kms: ['kms'],
  lambda: ['lambda'],
  s3api: ['s3', 's3'],
  sagemaker: ['sagemaker'],
  securityhub: ['securityhub'],
  sns: ['sns'],
  sqs: ['sqs'],
  ssm: ['ssm'],
};
/** The commands of a client by their names in lower case: how the CLI's words begin with capitals, only the SDK knows. */
const commands = (exported: object) => new Map(Object.entries(exported).map(([name, one]) => [name.toLowerCase(), [name, one]] as const));
const loaded = Object.entries(SERVICES).map(
  async ([service, [pack]]) => [service, commands(await import(`@aws-sdk/client-${pack}`))] as const,
);
const COMMANDS = new Map(await Promise.all(loaded));

/** Options of the CLI itself, which AWS is not told of (AWS CLI reference, "Global options"; lambda invoke, payloads). */
const GLOBAL = ['query', 'output', 'region', 'profile', 'cli-binary-format'];
/** The CLI keeps `--endpoint` for itself (AWS CLI reference, sns subscribe). */
const RENAMED: Readonly<Record<string, string>> = { 'sns subscribe notification-endpoint': 'Endpoint' };

const kebab = (name: string): string =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();

/** A line that the AWS CLI would not take, or AWS not understand. */
export class Mistyped extends Error {
  override name = 'Mistyped';
}
/** What AWS is asked for. `missing`: members that it does not do without. */
export interface Typed {
  readonly service: string;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly missing: readonly string[];
}

function operationOf(service: string, verb: string): { readonly name: string; readonly input: Schema; readonly output: Schema } {
  const [name, Command] = COMMANDS.get(service)?.get(`${verb.replaceAll('-', '')}command`) ?? [];
  if (!name) throw new Mistyped(`AWS has no ${service} ${verb}.`);
  // Some read their input as they are made.
  const made = new (Command as new (input: object) => { readonly schema: Schema })({ Bucket: 'b' });
  // An operation's schema holds its input's at 4 and its output's at 5 (Smithy's runtime schemas).
  return { name: name.replace(/Command$/, ''), input: bare(made.schema[4]) as Schema, output: bare(made.schema[5]) as Schema };
}

/** Whatever `--query` names has to be in what AWS answers. Its functions and what it compares with are no names. */
function queried(query: string, output: Schema): void {
  const names = namesIn(output);
  for (const [name] of query.replaceAll(/\w+\(|'[^']*'|`[^`]*`/g, '').matchAll(/[A-Za-z]\w*/g))
    if (!names.has(name)) throw new Mistyped(`--query ${query}: there is no ${name} in the answer.`);
}

/** Throws `Mistyped`. `file`: what is in a file that the line names for a member of the input. */
export function typed(words: readonly string[], file: (name: string, member: string) => string = () => '{}'): Typed {
  const [, cli = '', verb = '', ...rest] = words;
  const { name: operation, input: schema, output } = operationOf(cli, verb);
  const [names, schemas, required = 0] = [schema[4] as string[], schema[5] as unknown[], schema[6] as number | undefined];
  const input: Record<string, unknown> = {};
  const at = rest.findIndex((word) => word.startsWith('--'));
  for (const option of at < 0 ? [] : rest.slice(at).join('\u0000').slice(2).split('\u0000--')) {
    const [flag = '', ...given] = option.split('\u0000');
    if (flag === 'query') queried(given[0] ?? '', output);
    if (GLOBAL.includes(flag)) continue;
    if (flag === 'cli-input-json') {
      Object.assign(input, JSON.parse(given[0] ?? ''));
      continue;
    }
    const no = flag.startsWith('no-') && !names.some((name) => kebab(name) === flag);
    const member = RENAMED[`${cli} ${verb} ${flag}`] ?? names.find((name) => kebab(name) === (no ? flag.slice(3) : flag));
    if (!member) throw new Mistyped(`${cli} ${verb} has no --${flag}.`);
    const type = bare(schemas[names.indexOf(member)]);
    const [value = ''] = given;
    const read = value.startsWith('file://') ? [file(value.slice(7), member)] : given;
    input[member] = type === SIMPLE.boolean && given.length === 0 ? !no : valueFrom(type, read);
  }
  const foreign = Object.keys(input).find((member) => !names.includes(member));
  if (foreign) throw new Mistyped(`${cli} ${verb} takes no ${foreign}.`);
  return {
    service: SERVICES[cli]?.[1] ?? cli,
    operation,
    input,
    missing: names.slice(0, required).filter((name) => !(name in input)),
  };
}

/** A line of the AWS CLI that can be typed: in a sentence a command may be named without what it takes. */
export const whole = ({ line, fenced }: Written): boolean =>
  line.startsWith('aws ') && (fenced || typed(wordsOf(line.split(' > ')[0] ?? '')).missing.length === 0);
