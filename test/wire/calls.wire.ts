import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { remediations } from '../../src/registry.ts';
import { type Emulator, emulators, moto } from './emulator.ts';
import { apiOf, hear, type Proposed, type Said } from './heard.ts';
import { LACKS, taken, tally } from './lacks.ts';
import { type Answer, send } from './moto.ts';

type Judged = Omit<Said, 'story'>;
/** What AWS's service models say against each, as one list of complaints each. */
function judged(said: readonly Judged[]): string[][] {
  const input = JSON.stringify(said);
  const options = { input, encoding: 'utf8', maxBuffer: 2 ** 28 } as const;
  return JSON.parse(execFileSync(`${emulators()}/bin/python`, [`${import.meta.dirname}/models.py`], options)) as string[][];
}
/** Each complaint once, with the story it is from. */
function complaints(said: readonly Said[]): string[] {
  const found = judged(said).flatMap((list, i) => list.map((text) => [text, `${text} (${said[i]?.story})`] as const));
  return [...new Map(found).values()];
}

let proposed: readonly Proposed[];
let said: readonly Said[];
beforeAll(async () => {
  // Where they are not there yet they are installed, which takes as long as it takes.
  emulators();
  ({ proposed, said } = await hear());
  const of = (d: Said['direction']) => said.filter(({ direction }) => direction === d).length;
  console.log(`played: ${proposed.length} proposed changes, ${of('input')} requests of ours, ${of('output')} answers of the world`);
});

/** `SageMaker` is `sagemaker` in botocore. */
function serviceOf(call: Proposed): string {
  const { config } = apiOf(call).client(call.resource) as { config?: { serviceId?: string } };
  return config?.serviceId?.toLowerCase() ?? '';
}

test('the stories propose every API that a violation calls, and, as an undo, every one that only an undo of it calls', () => {
  const heard = new Set(proposed.flatMap(({ violation, api, role }) => [`${violation}: ${api}`, `${violation}: ${api} as an ${role}`]));
  const registered = remediations.flatMap(({ id, calls, undos = [] }) => [
    ...calls.map((api) => `${id}: ${api}`),
    ...undos.map((api) => `${id}: ${String(api)} as an undo`),
  ]);
  expect(registered.filter((one) => !heard.has(one))).toEqual([]);
});

describe("AWS's service models accept", () => {
  test('every call, undo and hand-back that a remediation proposes', () => {
    const calls = proposed.map((p) => ({ ...p, service: serviceOf(p), operation: p.api, direction: 'input', value: p.input }) as const);
    expect(complaints(calls)).toEqual([]);
  });

  test('every request of ours: looks, ledger and queue included', () => {
    expect(complaints(said.filter(({ direction }) => direction === 'input'))).toEqual([]);
  });

  test('every answer of the world', () => {
    expect(complaints(said.filter(({ direction }) => direction === 'output'))).toEqual([]);
  });
});

const cut = (operation: string, value: unknown, service = 'sagemaker', direction: Said['direction'] = 'input'): Judged => ({
  ...{ service, operation, value, direction },
});
const WRONG: readonly (readonly [what: string, said: Judged, complaint: string])[] = [
  ['an operation that is none', cut('ShutNotebookInstance', {}), 'has no ShutNotebookInstance'],
  ['a request that lacks something', cut('StopNotebookInstance', {}), 'NotebookInstanceName is missing'],
  ['a member that nobody knows', cut('StopNotebookInstance', { NotebookInstanceName: 'n', Force: true }), 'Force is not known'],
  ['a name too long', cut('StopNotebookInstance', { NotebookInstanceName: 'n'.repeat(64) }), 'has length 64'],
  ['a name with a sign that names have not', cut('StopNotebookInstance', { NotebookInstanceName: 'a_b' }), 'does not match'],
  ['a number for a text', cut('StopNotebookInstance', { NotebookInstanceName: 3 }), 'is no string'],
  ['a word that is none', cut('UpdateNotebookInstance', { NotebookInstanceName: 'n', RootAccess: 'Off' }), 'known words'],
  ['a number too small', cut('ListNotebookInstances', { MaxResults: 0 }), 'has 0'],
  ['a list too short', cut('CreateEndpointConfig', { EndpointConfigName: 'c', ProductionVariants: [] }), 'has length 0'],
  ['a time that is none', cut('ListNotebookInstances', { CreationTimeAfter: 'noon' }), 'is no time'],
  ['an answer that lacks something', cut('GetRole', { Role: { RoleName: 'r' } }, 'iam', 'output'), 'is missing'],
];
test("AWS's service models refuse what is wrong", () => {
  const found = judged(WRONG.map(([, said]) => said));
  WRONG.forEach(([what, , complaint], i) => {
    expect(found[i]?.join('\n'), what).toContain(complaint);
  });
});

describe('moto', () => {
  let emulator: Emulator;
  const answers: Answer[] = [];
  beforeAll(async () => {
    emulator = await moto();
    const once = new Map(proposed.map((call) => [JSON.stringify([call.api, call.input]), call]));
    for (const call of once.values()) answers.push(await send(emulator, call));
  });
  afterAll(async () => {
    await emulator.stop();
    const [took, refused, lacking] = [apis('taken'), apis('refused'), apis('lacking')];
    console.log(`moto: ${answers.length} calls; ${tally(took.length, refused.length, lacking.length)}: ${lacking.join(', ')}`);
  });
  const apis = (is: Answer['is']) => [...new Set(answers.filter((answer) => answer.is === is).map(({ api }) => api))].sort();

  test('takes from the SDK, where what it needs is there, every proposed call of an API that moto has', () => {
    expect(answers.filter(({ is }) => is === 'refused')).toEqual([]);
    expect(apis('taken')).toEqual(taken);
  });
  test('has not, of the others, the operation or the service', () => expect(apis('lacking')).toEqual(LACKS));
});
