/** What stands in clear text in a build project, a pipeline or a script is read, sent where it belongs, and kept nowhere of ours (docs/decisions/0025). */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { remediations } from '../../../src/registry.ts';
import { attach } from '../direct.ts';
import { played, stories } from './all.ts';
import { staged } from './stage.ts';

beforeAll(() => attach(staged));

const SECRET = /AKIA|wJalrXUtnFEMI|je7MtGbClwBF|REDACTED/;
/** The id of a key is a name elsewhere. */
const SURELY = /wJalrXUtnFEMI|je7MtGbClwBF|REDACTED/;
/** What a lifecycle configuration of notebooks runs is sent in base64. */
const PUT = 'UpdateNotebookInstanceLifecycleConfig';
const TO_AWS = ['codebuild', 'codepipeline', 'ssm'];

/** A call that is recorded veiled is revealed when it is sent. */
const veiling = remediations
  .filter(({ kind }) => Object.values(kind.api).some(({ reveal }) => reveal))
  .map(({ family, id }) => `${family}/${id}`);
type Told = (typeof stories)[number];
const sample = (file: string, name: string): string => readFileSync(join('events', dirname(file), name), 'utf8');
const holds = ({ story, file }: Told): boolean =>
  SURELY.test(JSON.stringify(story)) || story.events.some((event) => SURELY.test(sample(file, event.file)));
const isOf = (id: string, { file }: Told): boolean => file === `${id}.stories.yaml`;
const secretive = stories.filter((one) => holds(one) || veiling.some((id) => isOf(id, one)));

describe.each(secretive)('$title', ({ story, file }) => {
  test('and no record, no log line and no message of ours has a secret in it', async () => {
    const { stage, cases } = await played(story, file, { seed: 1 });
    const ours = stage.world.log.filter(({ caller, service }) => caller.includes('/mlwarden-') && !TO_AWS.includes(service));
    expect(ours.length).toBeGreaterThan(0);
    const { lifecycleConfigs } = story.world;
    const scripts = lifecycleConfigs.flatMap((one) =>
      [one, ...(one.updates ?? [])].flatMap(({ OnCreate, OnStart }) => [OnCreate, OnStart]),
    );
    const encoded = scripts.flatMap((script) => (script ? [Buffer.from(script).toString('base64')] : []));
    const all = [...ours.filter(({ operation }) => operation !== PUT), ...stage.told, ...stage.counted, ...cases];
    for (const kept of all.map((one) => JSON.stringify(one))) {
      expect(kept).not.toMatch(SECRET);
      expect(encoded.filter((script) => kept.includes(script))).toEqual([]);
    }
  });
});

test.each(veiling)('what %s looks at has a secret in it in some story', (id) => {
  expect(secretive.filter((one) => isOf(id, one) && SURELY.test(JSON.stringify(one.story.world)))).not.toEqual([]);
});

test.each([
  ['both halves', 'ssm', /"Value":"AKIA.*"Value":"wJalrXUtnFEMI/],
  ['secrets and all', 'codepipeline', /"ParameterOverrides":"[^"]*\\"Password\\":\\"REDACTED/],
])('of %s, the secrets are sent to %s, where they belong', async (words, to, secrets) => {
  const found = secretive.find(({ title }) => title.includes(words));
  const end = found && (await played(found.story, found.file, { seed: 1 }));
  const sent = (service: string) => end?.calls.filter((c) => c.service === service).map(({ input }) => JSON.stringify(input)) ?? [];
  expect(sent(to).join()).toMatch(secrets);
  for (const service of TO_AWS.filter((one) => one !== to)) expect(sent(service).join()).not.toMatch(SECRET);
});
