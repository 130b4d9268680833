/** Every sample, in Lambda's own runtime, before an account that answers over HTTP and has the ledger in it. The policy is the one that is shipped. */
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scenesFrom } from '../../src/cli/sources.ts';
import { broken } from '../../src/ledger/chain.ts';
import { dynamoLedger } from '../../src/ledger/dynamodb.ts';
import { remediations } from '../../src/registry.ts';
import { type Served, serve } from '../e2e/served.ts';
import { changed } from '../world/story/play.ts';
import type { World } from '../world/world.ts';
import { root, type Sandbox, sandbox } from './sandbox.ts';

const [ACCOUNT, REGION, TABLE] = ['111122223333', 'eu-west-1', 'mlwarden-ledger'];
interface Report {
  readonly violation: string;
  readonly key: string;
  readonly outcome: string;
}

/** What they ask for is nothing until settings name it, and the policy that is shipped has none. */
const ASKS_NOTHING = ['endpoint-rollback'];

/** The SDK sends a message to where the URL of its queue is. */
const queueUrl = ({ url }: Served, id: string): string => `${url}/${ACCOUNT}/mlwarden-${id}`;

/** The messages it has sent, as they come back to it: where an event names several things, each gets a look of its own. */
const queued = ({ log }: World) =>
  log
    .filter(({ operation }) => operation === 'SendMessage')
    .map(({ input }, n) => ({ messageId: `m-${n}`, body: (input as { MessageBody: string }).MessageBody }));

/** What the ledger has of it, and whether its chain is whole. */
async function kept({ url }: Served, { violation, key }: Report) {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new DynamoDBClient({ region: REGION, endpoint: url, credentials });
  const ledger = dynamoLedger({ client, table: TABLE, now: () => new Date(), pause: async () => {} });
  const entries = await Array.fromAsync(ledger.entries(violation, key));
  const { head } = (await ledger.open({ violation, key, account: ACCOUNT })).case;
  return { entries, broken: broken(entries, head) };
}

describe.each(remediations.map(({ family, id }) => ({ family, id })))('$family/$id in the emulator of Lambda', ({ family, id }) => {
  let served: Served;
  let running: Sandbox;
  beforeAll(async () => {
    served = await serve(ACCOUNT, REGION);
    const where = { AWS_ENDPOINT_URL: served.url, QUEUE_URL_PREFIX: queueUrl(served, ''), TABLE };
    running = await sandbox(`${family}/${id}`, ACCOUNT, { AWS_SAM_LOCAL: '', MODE: 'policy', ...where });
  });
  afterAll(() => {
    running.stop();
    served.stop();
  });
  const samples = globSync(`${root}/events/${family}/${id}.*.json`).sort();
  const recorded: string[] = [];

  /** The account as the sample suggests it, and what the function makes of it. */
  async function played(file: string): Promise<{ world: World; reports: readonly Report[] }> {
    const [scene] = await scenesFrom([file], undefined);
    if (!scene) throw new Error(`${file} is no event.`);
    const world = served.renew(scene.story.world, () => {});
    Object.assign(world.sqs.queue({ name: `mlwarden-${id}` }), { url: queueUrl(served, id) });
    const reports = (await running.invoke(JSON.parse(readFileSync(file, 'utf8')))) as readonly Report[];
    if (reports.length > 1) expect(await running.invoke({ Records: queued(world) })).toEqual({ batchItemFailures: [] });
    return { world, reports };
  }

  test.each(samples.map((file) => [basename(file), file] as const))('looks upon %s, decides, and has it on record', async (_, file) => {
    const { world, reports } = await played(file);
    expect(reports).toContainEqual(expect.objectContaining({ violation: id }));
    expect(world.log.length).toBeGreaterThan(1);
    for (const report of reports) {
      const { entries, broken: fault } = await kept(served, report);
      expect([report.outcome, fault]).toEqual([expect.not.stringMatching(/failed|stuck|absent/), undefined]);
      const types = report.outcome === 'compliant' ? [] : ['found', 'outcome'];
      expect(entries.map(({ type }) => type)).toEqual(types);
      if (types.length > 0 && reports.length === 1) expect(entries.at(-1)?.body.outcome).toBe(report.outcome);
      recorded.push(...types);
    }
    expect(world.log.filter((call) => changed({ ...call, caller: '/mlwarden-' }))).toEqual([]);
  });

  test('finds something wrong in one of its samples at least', () => {
    expect(recorded.length > 0).toBe(!ASKS_NOTHING.includes(id));
  });
});
