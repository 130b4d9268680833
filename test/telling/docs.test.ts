/** What the pages tell to type in order to be told is what the templates and the messages have. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { STATES } from '../../src/telling/matter.ts';
import type { Post } from '../../src/telling/teller.ts';
import { frame } from '../deploy/templates.ts';
import { matches } from '../eventbridge-pattern.ts';
import { change, record, Stage } from './stage.ts';

const read = (file: string): string => readFileSync(file, 'utf8');
const option = (line: string, name: string): string =>
  new RegExp(`--${name} (?:'([^']*)'|(\\S+))`).exec(line)?.slice(1).find(Boolean) ?? '';
const lines = (page: string, verb: string): string[] => page.split('\n').filter((line) => line.startsWith(verb));
const { Bus, People, PeopleMail } = frame.Resources;

async function stuck() {
  const stage = new Stage();
  await stage.batch([change(record('outcome', { outcome: 'stuck', says: 'no', owner: 'team-a' }, { violation: 'notebook-root-access' }))]);
  return stage;
}

test('the topic to subscribe to is the one people are told by, and a filter goes by what messages carry', async () => {
  const subscriptions = lines(read('docs/operating.md'), 'aws sns subscribe');
  expect(subscriptions).toHaveLength(3);
  for (const line of subscriptions) {
    expect(option(line, 'topic-arn').split(':').at(-1)).toBe(People?.Properties.TopicName);
    expect(option(line, 'protocol')).toBe(PeopleMail?.Properties.Protocol);
  }
  const attributes: Post['attributes'] = { ...(await stuck()).posts[0]?.attributes };
  for (const line of subscriptions.slice(1)) {
    const filter = JSON.parse(JSON.parse(option(line, 'attributes')).FilterPolicy) as Record<string, string[]>;
    for (const [name, values] of Object.entries(filter))
      expect(values.some((value) => [attributes[name]].flat().includes(value))).toBe(true);
  }
  const [, named = ''] = /Attributes of every message are (.*?) A filter takes/s.exec(read('docs/operating.md')) ?? [];
  for (const name of [...Object.keys(attributes), ...Object.keys(STATES)]) expect(named).toContain(`\`${name}\``);
});

test('the patterns of docs/events.md match events as they are', async () => {
  const page = read('docs/events.md');
  const [rule = ''] = lines(page, 'aws events put-rule');
  expect(option(rule, 'event-bus-name')).toBe(Bus?.Properties.Name);
  const [first] = (await stuck()).events;
  const event = { source: 'mlwarden', 'detail-type': first?.type, detail: { ...first?.detail, severity: 'critical' } };
  const inText = /`(\{"detail".*\})`/.exec(page)?.[1] ?? '';
  for (const pattern of [option(rule, 'event-pattern'), inText]) {
    expect(matches(JSON.parse(pattern), event)).toBe(true);
    expect(matches(JSON.parse(pattern), { ...event, source: 'x', 'detail-type': 'x', detail: { severity: 'low' } })).toBe(false);
  }
});
