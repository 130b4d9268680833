/** The commands of runbooks as somebody on call types them: to the operator's function, about the resource of the first story. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readPolicy } from '../../src/policy-file.ts';
import { remediations } from '../../src/registry.ts';
import { rolesOfPeople } from '../operator/people.ts';
import { attach } from '../world/direct.ts';
import { staged } from '../world/story/stage.ts';
import { open, ordered, standing } from './desk.ts';
import { asked, pageOf } from './page.ts';

let detach = () => {};
beforeAll(() => {
  detach = attach(staged);
});
afterAll(() => detach());
open();

const known = new Map(remediations.map((r) => [r.id, r.settings]));
/** Everything is asked for, so that there is something to say yes to. */
const policy = {
  ...readPolicy(readFileSync('events/policy.yaml', 'utf8'), 'events/policy.yaml', known),
  defaults: { reversible: 'ask', disruptive: 'ask', destructive: 'ask' } as const,
  approvers: rolesOfPeople().map(({ Path, RoleName }) => `arn:aws:iam::111122223333:role${Path}${RoleName}`),
};

/** A page's commands by their verb, each done as it is typed, and what stands on record of the case. */
async function opened(r: (typeof remediations)[number]) {
  const page = pageOf(r);
  const { world, key } = await asked(page, policy, rolesOfPeople());
  const commands = page.lines.filter((one) => one.fenced && one.line.startsWith('npx mlwarden ')).map((one) => one.line);
  const untyped = new Set(commands);
  const line = (verb: string) => commands.find((one) => one.startsWith(`npx mlwarden ${verb} `));
  const type = async (verb: string, minutes: number) => {
    const typed = `${line(verb)}`;
    untyped.delete(typed);
    // Whoever says yes has read what to: it prints that, and the word to add.
    const [, read = ''] = verb === 'approve' ? (/(--call \w{8})/.exec((await ordered(world, typed, 0)).said) ?? []) : [];
    const came = await ordered(world, `${typed} ${read}`.trim(), minutes);
    expect(came.code, `${line(verb)}: ${came.said}`).toBe(0);
    return came;
  };
  const unwritten = async (words: string) => await ordered(world, `npx mlwarden ${words.replace('CASE', `${r.id} ${page.name}`)}`, 15);
  return { world, line, type, untyped, unwritten, stands: (pk: string) => standing(world, `${pk}#${r.id}#${key}`) };
}

test.each(remediations)('the commands of $id do what its page says', async (r) => {
  const { world, line, type, untyped, unwritten, stands } = await opened(r);
  expect((await type('why', 0)).said).toContain(`${r.id} on `);
  const before = world.log.length;
  await type('look', 0.5);
  expect(world.log.slice(before).some((call) => call.caller === world.roleOf(r.id) && call.service !== 'dynamodb')).toBe(true);

  const pause = `control#pause#violation#${r.id}`;
  await type('pause', 0);
  expect(standing(world, pause)).toMatchObject({ reason: 'incident 42' });
  if (line('approve')) expect((await type('approve', 0.5)).calls).toEqual([]);
  else expect((await unwritten('approve CASE --why x')).code).toBe(2);
  world.call('dynamodb', 'DeleteItem', { TableName: 'mlwarden-ledger', Key: { pk: { S: pause }, sk: { S: '-' } } });
  expect((await type('look', 15)).calls).toHaveLength(line('approve') ? 1 : 0);

  // The rest of the ladder, but for what nothing brings back.
  const effect = () => (stands('case')?.asked as { effect: string } | undefined)?.effect;
  for (let n = 0; n < 3 && effect() && effect() !== 'destructive'; n++) await type('approve', 15);
  const { calls } = line('undo') ? await type('undo', 15) : await unwritten('undo CASE --exempt-until 2d --owner carl --why x');
  expect(calls.length > 0).toBe(line('undo') !== undefined);
  await type('exempt add', 1);
  expect(stands('control#ruling')?.exemption).toMatchObject({ owner: 'carl', ticket: 'OPS-1' });
  expect([...untyped]).toEqual([]);
});
