/** What the looks of one repair ask of the ledger, request by request. */
import type { Policy } from '../../src/engine/policy.ts';
import { sum, type Units, unitsOf } from './units.ts';
import { played, type Request } from './watched.ts';

export interface Cost {
  readonly what: string;
  readonly calls: number;
  readonly units: Units;
}

const has = ({ input }: Request, text: string): boolean => JSON.stringify(input).includes(text);

export async function costs(policy: Policy): Promise<readonly Cost[]> {
  const { world, look } = played({ seed: 1, notebooks: 1, policy });
  look(0);
  await world.run();
  const asked = world.requests;
  const admit = asked.findIndex((r) => has(r, '\\"type\\":\\"intent\\"'));
  const opened = asked.slice(0, admit).findLastIndex((r) => r.operation === 'BatchGetItem');
  const settled = asked.findIndex((r, i) => i > admit && has(r, '\\"type\\":\\"sent\\"'));
  if (admit < 0 || opened < 0 || settled < 0) throw new Error('The bench saw no admission.');
  const cost = (what: string, requests: readonly Request[]): Cost => ({ what, calls: requests.length, units: sum(requests.map(unitsOf)) });
  const last = asked.findIndex((r) => has(r, '\\"outcome\\":\\"fixed\\"'));
  // A compliant look asks the same and writes nothing.
  look(0);
  await world.run();
  return [
    cost('what is open, at each look', asked.slice(opened, opened + 1)),
    cost('**admission**', asked.slice(admit, admit + 1)),
    cost('what came of the call', asked.slice(settled, settled + 1)),
    cost('the whole repair, three calls', asked.slice(0, last + 1)),
    cost('a look at what is as it should be', asked.slice(last + 1)),
  ];
}
