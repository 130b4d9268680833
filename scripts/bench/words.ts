/** What the page says beside its numbers: how each was measured, and why an aim is missed where it is. */
import { pooled } from './aims.ts';
import type { Starter } from './cold.ts';
import { median } from './numbers.ts';
import type { Results } from './results.ts';
import type { Racer } from './series.ts';

export const HOW = {
  race: [
    'The peer is Cloud Custodian, in its Lambda form: `handler.dispatch_event`, one policy in `config.json`. Ours is the handler that `npm run',
    'build` bundles, with the demonstration policy, a budget wide enough and no tag of the owner, which the shipped policy does not name: with one, a',
    'new case takes a call more. Both run in processes of their own and talk to one moto, fresh for each series; our ledger and queue are on',
    'MiniStack. An event is CreateNotebookInstance of a notebook without a key, or AttachRolePolicy of AdministratorAccess. Time is from the event to',
    'the answer of the handler, when the change has been made; the first event of each process is left out. Ours then looks once more, after five',
    'seconds, to see the change and to close the case: that look is a row of its own, and the peer has none. Without its audit = the same engine on a',
    'ledger in memory, and nobody is asked to look again. CPU is that of the handler’s process.',
    'Of a role the bare SDK only asks what is attached, and knows what to detach. We read the whole role first, in six calls: trust, attachments, each',
    'inline document and what each policy says, because any of them may be what allows too much, and what is told, approved and undone is all of it.',
  ].join('\n'),
  cold: [
    'Loading is `require` of the bundle, or `import` of the peer’s handler, in a process that has loaded nothing of it; how long node and Python',
    'themselves take to start is not in it. Ours asks a ledger at its first event, the others do not.',
  ].join('\n'),
  own: [
    'Our own part = all from the event to the SDK and back: AWS answers at once at `Client.send`, the ledger is in memory, log lines are written.',
    'What the SDK, HTTP and signatures cost is in the whole process, in the tables above.',
  ].join('\n'),
  probes: [
    'Both were run just now, on moto; the Pending notebook, which moto does not have, on the model of AWS that our tests use, served over HTTP and',
    'thirty times as fast. What is said of a notebook is what AWS says of it afterwards.',
  ].join('\n'),
  storm: [
    'StartNotebookInstance, ten times for each notebook, in no order, put on the bus of what `sam deploy` deployed: rule, queue, five functions at',
    'once, ledger, IAM enforced, all in MiniStack; the notebooks are in the model of AWS. Of ten notebooks one has no key, five are protected and',
    'four are as they should be. Each look at a protected one is an event, so that none can be lost unseen. What limits it here are two cores for all',
    'of it: the emulator (one process for bus, queues, table and IAM), the functions and the model. This proves that nothing is lost, not how fast',
    'AWS is.',
  ].join('\n'),
};

/** Why an aim is missed, where something is known of it, with the numbers of this run. */
export function whyMissed(aim: string, { series, cold, rates }: Results): string[] {
  const cpu = (racer: Racer) => pooled(series, racer, 'cpu').toFixed(1);
  const load = (starter: Starter) => median(cold.starts[starter].map((s) => s.imported.cpu)).toFixed(1);
  if (aim.includes('as fast as the peer'))
    return [
      `**Missed: the peer.** The audit is four more calls, one after the other: what is open, the intent before the change, the answer after it, the
next look. The SDK takes its share of the processor for each: ${cpu('ours')} ms an event with them, ${cpu('without')} ms without.`,
    ];
  if (aim.includes('bare SDK'))
    return [
      `**Missed: the bare SDK.** Between look and change stand reading the event, judging, deciding, and hashing what goes on record. That takes
${median(rates.own).toFixed(2)} ms of processor once V8 has compiled it, but ${rates.early.toFixed(2)} ms in the first hundred events of a process, and the race is run in those:
${cpu('without')} ms against ${cpu('floor')} ms an event. A profile shows no single cause any more: log lines, schemas, hashes.`,
    ];
  if (aim.includes('loading'))
    return [
      `**Missed: loading.** The clients and libraries alone take ${load('libraries')} of the ${load('ours')} ms; one client of the SDK takes ${load('sdk')} ms, and ours has three: the
customer's service, the ledger, the queue. The bare program loads node's https and nothing else. A profile finds a quarter in V8 reading the
bundle, a tenth in node's zlib, which the SDK loads to check DynamoDB's answers, and of our own part most in the schemas of what the ledger
stores, which the first event needs. Those that few events need, each source's among them, are made when one does.`,
    ];
  return [];
}
