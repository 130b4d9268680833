/** What a page leaves to its reader to know, and what happens in its world meanwhile. */
import type { WorldFile } from '../world/story/furnish.ts';
import type { World } from '../world/world.ts';

export interface Call {
  readonly call: string;
  readonly with: object;
}
export interface ByHand {
  /** Nobody has looked yet: what such a page says by hand puts it right. Else its first story has ended. */
  readonly found?: true;
  readonly words?: Readonly<Record<string, string | ((world: World) => string)>>;
  /** What is there beside or instead of what the story says. */
  readonly also?: Partial<WorldFile>;
  /** What somebody does before a line that begins so. */
  readonly before?: Readonly<Record<string, readonly Call[]>>;
  /** What AWS says to a line that begins so, in this state. */
  readonly refused?: Readonly<Record<string, string>>;
  /** Lines that show what came of it, where those of the page do not. */
  readonly shows?: readonly string[];
  /** What is in a file, where it is not what the record's `undo` holds. */
  readonly files?: Readonly<Record<string, (world: World, records: string) => unknown>>;
}

export const sagemaker = (operation: string, input: object): Call => ({ call: `sagemaker:${operation}`, with: input });
export const tripped = (pk: string): Call => ({
  call: 'dynamodb:PutItem',
  with: { TableName: 'mlwarden-ledger', Item: { pk: { S: pk }, sk: { S: '-' } } },
});

/** What was asked of AWS last by that name. */
export function last(world: World, operation: string): Readonly<Record<string, unknown>> {
  const found = world.log.findLast((asked) => asked.operation === operation);
  if (!found) throw new Error(`Nobody has called ${operation}.`);
  return found.input as Record<string, unknown>;
}
/** The name of the configuration that mlwarden has made. */
export const clone = (world: World): string => String(last(world, 'CreateEndpointConfig').EndpointConfigName);
/** Of the project as mlwarden has written it. */
export const environment = (world: World): object => last(world, 'UpdateProject').environment as object;
/** The newest run of a pipeline. */
export const run =
  (pipelineName: string) =>
  (world: World): string => {
    const asked = world.call('codepipeline', 'ListPipelineExecutions', { pipelineName });
    const { pipelineExecutionSummaries: runs = [] } = asked as { pipelineExecutionSummaries?: { pipelineExecutionId: string }[] };
    return runs[0]?.pipelineExecutionId ?? 'none';
  };
export const detector = (world: World): string => {
  const { DetectorIds = [] } = world.call('guardduty', 'ListDetectors', {}) as { DetectorIds?: string[] };
  return DetectorIds[0] ?? 'none';
};

export const KEY = 'AKIAIOSFODNN7EXAMPLE';
export const user = (UserName: string): WorldFile['users'][number] => ({
  UserName,
  Tags: [],
  attached: [],
  keys: { [KEY]: { Status: 'Active' } },
});
const allowing = (Action: string, Resource: string) => ({ Effect: 'Allow', Action, Resource });
export const broad = { Version: '2012-10-17', Statement: [allowing('s3:GetObject', 'arn:aws:s3:::ml-data/*'), allowing('*', '*')] };
