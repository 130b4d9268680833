/** What stands in clear text in a build project is read, sent where it belongs, and kept nowhere of ours. */
import { beforeAll, describe, expect, test } from 'vitest';
import { attach } from '../direct.ts';
import { played, stories } from './all.ts';
import { staged } from './stage.ts';

beforeAll(() => attach(staged));

const SECRET = /AKIA|wJalrXUtnFEMI|je7MtGbClwBF|REDACTED/;
const TO_AWS = ['codebuild', 'ssm'];
const projects = stories.filter(({ file }) => /\/build-/.test(file));

describe.each(projects)('$title', ({ story, file }) => {
  test('and no record, no log line and no message of ours has a secret in it', async () => {
    const { stage, cases } = await played(story, file, { seed: 1 });
    const ours = stage.world.log.filter(({ caller, service }) => caller.includes('/mlwarden-') && !TO_AWS.includes(service));
    expect(ours.length).toBeGreaterThan(0);
    for (const kept of [...ours, ...stage.told, ...stage.counted, ...cases]) expect(JSON.stringify(kept)).not.toMatch(SECRET);
  });
});

test('there are secrets in what happens, and in what is sent to where they belong', async () => {
  const found = projects.find(({ title }) => title.includes('both halves'));
  const end = found && (await played(found.story, found.file, { seed: 1 }));
  expect(JSON.stringify(end?.events)).toMatch(SECRET);
  const sent = (service: string) => end?.calls.filter((c) => c.service === service).map(({ input }) => JSON.stringify(input)) ?? [];
  expect(sent('ssm').join()).toMatch(/"Value":"AKIA.*"Value":"wJalrXUtnFEMI/);
  expect(sent('codebuild').join()).not.toMatch(SECRET);
});
