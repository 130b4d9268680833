/** docs/events.md: every type of event, with what it says and a sample, made by the code that makes the events. */
import * as z from 'zod/mini';
import { link } from '../../src/ledger/chain.ts';
import type { Entry } from '../../src/ledger/items.ts';
import { DETAILS, misfit } from '../../src/telling/detail.ts';
import { eventOf } from '../../src/telling/event.ts';
import { SAMPLES, type Sample, subject } from './samples.ts';

export class SampleUnfit extends Error {
  override name = 'SampleUnfit';
}

/** The event that a record like the sample becomes. Throws `SampleUnfit` where that is not an event of its type. */
export function sampled(type: string, { record, body }: Sample): string {
  const { at, release, policy } = subject;
  const of = record === 'ruled' ? { violation: 'operator', key: 'desk' } : subject.of;
  const entry = link({ seq: 6, hash: '' }, { ...of, at, release, policy, type: record as Entry['type'], body });
  const event = eventOf(entry, of === subject.of ? subject.resource : undefined);
  const wrong = event?.type === type ? misfit(type, event.detail) : `it becomes ${event?.type}`;
  if (wrong) throw new SampleUnfit(`The sample of "${type}" is none: ${wrong}.`);
  return JSON.stringify({ source: 'mlwarden', 'detail-type': type, detail: event?.detail }, undefined, 2);
}

const required = (type: string): string => {
  const { required: names = [] } = z.toJSONSchema(DETAILS[type] as z.ZodMiniType);
  return names.map((name) => `\`${name}\``).join(', ');
};

export function eventsPage(): string {
  const missing = Object.keys(DETAILS).find((type) => !Object.hasOwn(SAMPLES, type));
  if (missing) throw new SampleUnfit(`scripts/generate/samples.ts has no sample of "${missing}".`);
  return Object.entries(SAMPLES)
    .map(
      ([type, sample]) => `### ${type}

${sample.when} Always there: ${required(type)}.

\`\`\`json
${sampled(type, sample)}
\`\`\`
`,
    )
    .join('\n')
    .trimEnd();
}
