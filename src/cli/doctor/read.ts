/** Everything the doctor judges, read with the caller's own credentials. */
import { fileURLToPath } from 'node:url';
import { release } from '../../../scripts/build/release.ts';
import { OPERATOR, READER } from '../../operator/functions.ts';
import { remediations } from '../../registry.ts';
import { policyFrom } from '../sources.ts';
import type { Build, Facts, Got } from './facts.ts';
import { needsOf } from './needs.ts';
import { readDetectors, readHub, readRecorders, readTrails } from './read-account.ts';
import { readDeployed, readFunction, readRule } from './read-stack.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');
const GLOBAL = 'us-east-1';

/** What `npm run build` would make of what lies here. */
const localBuild = async (): Promise<Build> => ({
  release: await release(ROOT),
  policy: (await policyFrom(`${ROOT}/policy.yaml`)).hash,
});

async function byName<T>(names: readonly string[], read: (name: string) => Promise<Got<T>>): Promise<Record<string, Got<T>>> {
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await read(name)] as const)));
}

export async function readFacts(region: string): Promise<Facts> {
  const read = await readFunction(READER, region);
  const needs = needsOf(remediations, 'is' in read ? read.is?.families : undefined);
  const ours = [...needs.violations, ...needs.sweeps].map((id) => `mlwarden-${id}`);
  const trails = readTrails(region);
  const [functions, rules, forwarder, deployed, local, ...account] = await Promise.all([
    byName([...ours, OPERATOR, 'mlwarden-tell'], (name) => readFunction(name, region)),
    byName(needs.rules, (name) => readRule(name, region)),
    region === GLOBAL ? undefined : readRule('mlwarden-global-iam', GLOBAL),
    readDeployed(region),
    localBuild(),
    trails,
    region === GLOBAL ? trails : readTrails(GLOBAL),
    readRecorders(region),
    readDetectors(region),
    readHub(region),
  ]);
  const [here, globalTrails, recorders, detectors, hub] = account;
  return {
    region,
    needs,
    local,
    deployed,
    functions: { ...functions, [READER]: read },
    rules,
    ...(forwarder && { forwarder }),
    trails: here,
    globalTrails,
    recorders,
    detectors,
    hub,
  };
}
