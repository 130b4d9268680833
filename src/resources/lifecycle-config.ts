/** AWS::SageMaker::NotebookInstanceLifecycleConfig: the scripts that run as root where a notebook that has it is created or started. */
import {
  DescribeNotebookInstanceLifecycleConfigCommand,
  type DescribeNotebookInstanceLifecycleConfigOutput,
  ListNotebookInstanceLifecycleConfigsCommand,
  ListNotebookInstancesCommand,
  SageMakerClient,
  UpdateNotebookInstanceLifecycleConfigCommand,
  type UpdateNotebookInstanceLifecycleConfigInput,
} from '@aws-sdk/client-sagemaker';
import { reader, writer } from '../aws.ts';
import type { Kind, Resource, Table } from '../engine/remediation.ts';
import { contentBy, digestOf, HOOKS, type Hook, type Times, type WritingHistory, writingsOf } from './lifecycle-history.ts';
import { given, orMissing, paged } from './reading.ts';
import { every, listing, named } from './sagemaker.ts';
import { type Sign, signsOf } from './script-signs.ts';
import { discreet, NotAsSeen } from './veil.ts';

const TYPE = 'AWS::SageMaker::NotebookInstanceLifecycleConfig';
const NOUN = 'notebook-instance-lifecycle-config';

/**
 * `scripts`: the digests of what is there. `signs`: those that a script bears, there or in the history, by its digest. `at`: when it was last
 * modified, ISO 8601. `history`: missing where that is longer ago than CloudTrail remembers. `running`: the notebooks that have it and run, each
 * with when it was last modified, which a start does, too.
 */
export type LifecycleConfigState = {
  readonly scripts: { readonly [H in Hook]?: string };
  readonly signs: { readonly [digest: string]: readonly Sign[] };
  readonly at: string;
  readonly history?: WritingHistory;
  readonly running: { readonly [notebook: string]: string };
};

type Update = UpdateNotebookInstanceLifecycleConfigInput;
type Described = DescribeNotebookInstanceLifecycleConfigOutput;

const described = (r: Resource, abortSignal?: AbortSignal): Promise<Described> => {
  const asked = new DescribeNotebookInstanceLifecycleConfigCommand({ NotebookInstanceLifecycleConfigName: r.name });
  return reader(SageMakerClient, r).send(asked, abortSignal && { abortSignal });
};
const contentIn = (is: Pick<Described, Hook>, hook: Hook): string | undefined => is[hook]?.[0]?.Content || undefined;
function timesOf({ CreationTime, LastModifiedTime }: Described): Times {
  const born = given(CreationTime, 'CreationTime').getTime();
  return { born, at: LastModifiedTime?.getTime() ?? born };
}

/** The scripts with the digests that were recorded: what is there, or what CloudTrail knows to have been. */
async function revealed(r: Resource, input: Update, signal: AbortSignal): Promise<Update> {
  const is = await described(r, signal);
  const content = async (hook: Hook, digest: string): Promise<string> => {
    const there = contentIn(is, hook);
    if (there && digestOf(hook, there, r) === digest) return there;
    const found = await contentBy(r, timesOf(is), hook, digest, signal);
    if (!found) throw new NotAsSeen(r.arn);
    return found;
  };
  let sent = input;
  for (const hook of HOOKS) {
    const digest = contentIn(input, hook);
    if (digest) sent = { ...sent, [hook]: [{ Content: await content(hook, digest) }] };
  }
  return sent;
}

const api = {
  UpdateNotebookInstanceLifecycleConfig: {
    client: (r: Resource) => discreet(writer(SageMakerClient, r), (input: Update) => HOOKS.map((hook) => contentIn(input, hook))),
    command: UpdateNotebookInstanceLifecycleConfigCommand,
    iam: ['sagemaker:UpdateNotebookInstanceLifecycleConfig'],
    reveal: revealed,
  },
} satisfies Table;
export type LifecycleConfigTable = typeof api;

const listed = listing(
  (client, asked) => client.send(new ListNotebookInstanceLifecycleConfigsCommand(asked)),
  (page) =>
    page.NotebookInstanceLifecycleConfigs?.map((one) => ({
      name: one.NotebookInstanceLifecycleConfigName,
      arn: one.NotebookInstanceLifecycleConfigArn,
    })),
);

/** Updates affect notebooks "upon their next start" (SageMaker API, UpdateNotebookInstanceLifecycleConfig): what runs may have been started since. */
async function running(r: Resource): Promise<LifecycleConfigState['running']> {
  const asked = { NotebookInstanceLifecycleConfigNameContains: r.name, MaxResults: 100 };
  const all = paged(
    (NextToken) => reader(SageMakerClient, r).send(new ListNotebookInstancesCommand({ ...asked, NextToken })),
    (page) => page.NotebookInstances,
    (page) => page.NextToken,
  );
  const found: [string, string][] = [];
  for await (const one of all) {
    const { NotebookInstanceLifecycleConfigName: has, NotebookInstanceStatus: status = '' } = one;
    if (has?.toLowerCase() !== r.name.toLowerCase() || !['Pending', 'InService'].includes(status)) continue;
    const at = one.LastModifiedTime ?? given(one.CreationTime, 'CreationTime');
    found.push([given(one.NotebookInstanceName, 'NotebookInstanceName'), at.toISOString()]);
  }
  return Object.fromEntries(found.toSorted());
}

export const lifecycleConfig: Kind<LifecycleConfigState, LifecycleConfigTable> = {
  types: [TYPE],
  api,
  reads: [
    ...['sagemaker:DescribeNotebookInstanceLifecycleConfig', 'sagemaker:ListNotebookInstanceLifecycleConfigs'],
    ...['sagemaker:ListNotebookInstances', 'cloudtrail:LookupEvents'],
  ],
  arns: [every(NOUN)],
  lag: 20,
  ...named(TYPE, NOUN, listed),
  async inspect(r) {
    const [is, started] = await Promise.all([orMissing(described(r)), running(r)]);
    if (!is) return undefined;
    const times = timesOf(is);
    const signs: Record<string, readonly Sign[]> = {};
    const digest = (hook: Hook, content: string): string => {
      const one = digestOf(hook, content, r);
      const borne = signsOf(content);
      if (borne.length > 0) signs[one] = borne;
      return one;
    };
    const history = await writingsOf(r, times, Date.now(), digest);
    const scripts = HOOKS.flatMap((hook) => {
      const content = contentIn(is, hook);
      return content ? [[hook, digest(hook, content)] as const] : [];
    });
    const state: LifecycleConfigState = {
      ...{ scripts: Object.fromEntries(scripts), signs },
      at: new Date(times.at).toISOString(),
      ...(history && { history }),
      running: started,
    };
    const depends = Object.entries(started).map(([name, at]) => `the notebook ${name} has it, and was started by ${at}`);
    return { born: new Date(times.born).toISOString(), state, linked: ['sagemaker'], depends };
  },
};
