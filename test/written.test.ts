/**
 * No command of the pages can rot: each is carried out in the model of AWS, or is in the list of those that cannot be (unplayed.ts). Those of
 * runbooks are typed in test/runbooks, those of docs/operating.md in test/operator/page.test.ts, those that run on one's own machine in
 * test/cli; all others here.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MANUAL } from '../src/cli/manual.ts';
import { readOptions } from '../src/cli/options.ts';
import { readVerb } from '../src/cli/verb-options.ts';
import { asking } from './operator/desk.ts';
import { rolesOfPeople } from './operator/people.ts';
import { BY_HAND } from './runbooks/by-hand.ts';
import { open, ordered } from './runbooks/desk.ts';
import { carryOut } from './runbooks/shell.ts';
import { UNPLAYED, unplayed } from './unplayed.ts';
import { attach } from './world/direct.ts';
import { services } from './world/story/services.ts';
import { stage, staged } from './world/story/stage.ts';
import { World } from './world/world.ts';
import { type Written, wordsOf, written } from './written.ts';
import { typed, whole } from './written-aws.ts';

const START = new Date('2026-11-02T10:00:00Z');
const pages = (lines: readonly Written[]): string[] => [...new Set(lines.map(({ page }) => page))];
const isRunbook = ({ page }: Written): boolean => page.startsWith('docs/runbooks/');

describe('aws', () => {
  const lines = written.filter(({ line }) => line.startsWith('aws '));

  test.each(lines)('$page: $line, is as the AWS CLI takes it', ({ line, fenced }) => {
    const { missing } = typed(wordsOf(line.split(' > ')[0] ?? ''));
    if (fenced) expect(missing).toEqual([]);
  });

  test.each(pages(lines.filter((one) => !isRunbook(one))))('%s: is answered, and changes what it is to change', async (page) => {
    const world = new World({ seed: 1, start: START, stale: false });
    services(world);
    world.sqs.queue({ name: 'mlwarden-notebooks-dead-letters' }).send('{}');
    const mine = lines.filter((one) => one.page === page && whole(one) && !unplayed(one.line)).map(({ line }) => line);
    await carryOut(mine, world, { text: '', undos: [] }, BY_HAND[page] ?? {});
  });
  test('is what one needs without any of ours', () => expect(lines.length).toBeGreaterThan(35));
});

describe('mlwarden', () => {
  let detach = () => {};
  beforeAll(() => {
    detach = attach(staged);
  });
  afterAll(() => detach());
  open();
  const verbOf = (line: string): string => readVerb(wordsOf(line).slice(2)).verb;
  const here = (line: string): boolean =>
    /^npx mlwarden (replay|policy check|-|<verb>)/.test(line) || MANUAL[verbOf(line.split(' | ')[0] ?? '')]?.here === true;
  const lines = written.filter(
    (one) => one.line.startsWith('npx mlwarden ') && !isRunbook(one) && one.page !== 'docs/operating.md' && !here(one.line),
  );
  /** What each says where it is done. */
  const SAYS: Readonly<Record<string, RegExp>> = {
    status: /^Mode=policy/,
    list: /^notebook-encryption|^There is no such case/,
    'policy explain': /asked for, by defaults\.disruptive/,
    pause: /^everything is paused/,
    resume: /^everything goes on/,
    look: /^A look is queued/,
    why: /notebook-encryption on/,
    show: /^notebook-encryption on/,
    approve: /^Nothing is approved yet/,
    'approve --call': /^Approved, once/,
    undo: /is put\s+back/,
    uninstall: /^Nothing is held/,
    'exempt list': /^notebook-encryption Drill until/,
  };

  test.each(pages(lines))('%s: is done as it is typed, one after the other', async (page) => {
    const notebooks = ['Churn-Exploration', 'Drill'].map((name) => ({ NotebookInstanceName: name, RootAccess: 'Disabled' }));
    const file = { notebooks, roles: rolesOfPeople() };
    const { world } = await stage({ policy: asking(), seed: 1, start: START, account: '111122223333', region: 'eu-west-1', file });
    const sample = readFileSync('events/notebooks/notebook-encryption.cloudtrail-start.json', 'utf8');
    for (const { NotebookInstanceName: name } of notebooks) world.bus.publish(JSON.parse(sample.replaceAll('Churn-Exploration', name)));
    await world.run(new Date(world.clock.now() + 60_000));
    let paused = false;
    for (const { line } of lines.filter((one) => one.page === page)) {
      const verb = verbOf(line) + (line.includes(' --call ') ? ' --call' : '');
      const { code, said, calls } = await ordered(world, line, 2);
      expect([code, said], line).toEqual([verb === 'approve' ? 1 : 0, expect.stringMatching(SAYS[verb] ?? 'nothing')]);
      paused = verb === 'pause' || (paused && verb !== 'resume');
      expect(calls.length, line).toBe(['approve --call', 'undo'].includes(verb) && !paused ? 1 : 0);
    }
  });
});

describe('what is not carried out', () => {
  const starts = Object.keys(UNPLAYED);
  test('is what has a reason, and nothing else', () => {
    const others = written.filter(({ line }) => !/^(aws|npx mlwarden) /.test(line));
    expect(others.filter(({ line }) => !unplayed(line))).toEqual([]);
    expect(starts.filter((start) => !written.some(({ line }) => unplayed(line) === start))).toEqual([]);
  });
  const elsewhere = starts.filter((start) => UNPLAYED[start]?.startsWith('test/') && !start.startsWith('sam'));
  test.each(elsewhere)('%s: is what the test does that is named', (start) => {
    const [file = ''] = (UNPLAYED[start] ?? '').split(' ');
    expect(readFileSync(file, 'utf8')).toContain('docs/operating.md');
  });
  test.each(starts.filter((start) => start.startsWith('aws ') && !elsewhere.includes(start)))(
    '%s: the model has no such thing',
    (start) => {
      const world = new World({ seed: 1, start: START });
      services(world);
      for (const { line } of written.filter((one) => unplayed(one.line) === start)) {
        const { service, operation, input } = typed(wordsOf(line));
        expect(() => world.call(service, operation, input)).toThrow(/^The world/);
      }
    },
  );
  test.each(written.filter(({ line }) => /^npm (?!ci)/.test(line)))('$page: $line, is a script', ({ line }) => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: object };
    expect(Object.keys(scripts)).toContain(wordsOf(line).find((word) => !['npm', 'run'].includes(word)));
  });
  test.each(written.filter(({ line }) => /^npx mlwarden -/.test(line)))('$page: $line, is read', ({ line }) => {
    expect(readOptions(wordsOf(line).slice(2), '1')).toContain('npx mlwarden');
  });
});
