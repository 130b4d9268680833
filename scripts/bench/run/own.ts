/** Our own part of an event and nothing else: AWS answers at once, at `Client.send`, the ledger is in memory, an hour passes between two events. */
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { lambda } from '../../../src/house.ts';
import { memoryLedger } from '../../../src/ledger/memory.ts';
import { remediation } from '../../../src/remediations/notebooks/notebook-encryption.ts';
import { furnish } from '../../../src/site.ts';

const HOUR = 3_600_000;
let now = Date.now();
const running = {
  NotebookInstanceStatus: 'InService',
  CreationTime: new Date(now),
  RootAccess: 'Enabled',
  DirectInternetAccess: 'Disabled',
  VolumeSizeInGB: 5,
};
Object.assign(SageMakerClient.prototype, { send: async () => running });
const clock = { now: () => new Date(now), monotonic: () => performance.now() };
furnish({ ledger: memoryLedger({ now: clock.now }), again: async () => {}, clock });
const one = lambda(remediation);

interface Asked {
  readonly event: { readonly detail: { readonly requestParameters: object } };
  readonly from: number;
  readonly times: number;
}
/** The event, of another notebook each time. Answers what each came to. */
export async function handler({ event, from, times }: Asked): Promise<string[]> {
  const ends = new Set<string>();
  for (let n = from; n < from + times; n++, now += HOUR) {
    const requestParameters = { ...event.detail.requestParameters, notebookInstanceName: `notebook-${n}` };
    const reports = await one({ ...event, detail: { ...event.detail, requestParameters } });
    if (Array.isArray(reports)) for (const { outcome } of reports) ends.add(outcome);
  }
  return [...ends];
}
