/** What notebooks there are in a storm, and how each must end. */
import { broken } from '../../src/ledger/chain.ts';
import type { Deployment } from '../../test/e2e/deployment.ts';
import { changes } from '../../test/e2e/played.ts';
import { ACCOUNT, REGION } from '../../test/wire/emulator.ts';
import type { World } from '../../test/world/world.ts';

const VIOLATION = 'notebook-encryption';
/**
 * Of ten notebooks one has no key and is stopped; five have none and are protected, which is found at one look, so that each look at them is an
 * event; four have their key, which needs a second look where the event is younger than a read may trail.
 */
type Sort = 'flawed' | 'protected' | 'fine';
export const sortOf = (i: number): Sort => (i % 10 === 0 ? 'flawed' : i % 10 <= 5 ? 'protected' : 'fine');
export const nameOf = (i: number): string => `${sortOf(i) === 'protected' ? 'keep' : 'notebook'}-${i}`;

/** How often each notebook was looked at for the violation. */
export function looksAt(world: World): Map<string, number> {
  const looks = new Map<string, number>();
  for (const { caller, operation, input } of world.log) {
    if (operation !== 'DescribeNotebookInstance' || !caller.includes(`/mlwarden-${VIOLATION}`)) continue;
    const { NotebookInstanceName: name } = input as { NotebookInstanceName: string };
    looks.set(name, (looks.get(name) ?? 0) + 1);
  }
  return looks;
}

/** Each event is one look at least. What is as it should be is looked at twice at most. */
export function* lost(times: ReadonlyMap<number, number>, looks: ReadonlyMap<string, number>): Generator<string> {
  for (const [i, events] of times) {
    const seen = looks.get(nameOf(i)) ?? 0;
    if (seen < events || (sortOf(i) === 'fine' && seen > 2 * events)) yield `${nameOf(i)} had ${events} events and ${seen} looks`;
  }
}

export async function unrepaired(d: Deployment, world: World, times: ReadonlyMap<number, number>): Promise<string[]> {
  const wrong: string[] = [];
  const made = changes(world).map(
    ({ operation, input }) => `${operation} ${(input as { NotebookInstanceName: string }).NotebookInstanceName}`,
  );
  for (const i of times.keys()) {
    const name = nameOf(i);
    const stops = made.filter((one) => one === `StopNotebookInstance ${name}`).length;
    if (stops !== (sortOf(i) === 'flawed' ? 1 : 0)) wrong.push(`${name} was stopped ${stops} times`);
    if (sortOf(i) === 'fine') continue;
    const key = `aws/AWS::SageMaker::NotebookInstance/${ACCOUNT}/${REGION}/${name}`;
    const { outcome, head } = (await d.ledger.open({ key, violation: VIOLATION, account: ACCOUNT })).case;
    const chain = broken(await Array.fromAsync(d.ledger.entries(VIOLATION, key)), head);
    if (outcome !== (sortOf(i) === 'flawed' ? 'contained' : 'withheld')) wrong.push(`the record of ${name} ends ${outcome}`);
    if (chain) wrong.push(`the chain of ${name} is broken: ${chain}`);
  }
  if (made.some((one) => !one.startsWith('StopNotebookInstance '))) wrong.push('something else than stops was done');
  return wrong;
}
