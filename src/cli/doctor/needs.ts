/** What this release listens to, from its own triggers. */
import { ruleNames } from '../../../scripts/generate/rules.ts';
import type { AnyRemediation } from '../../engine/remediation.ts';
import { ACCOUNT } from '../../resources/account.ts';
import type { Needs } from './facts.ts';

const READS = ['look', 'remember'];

/** `families`: those that are deployed; undefined = all. */
export function needsOf(remediations: readonly AnyRemediation[], families: readonly string[] | undefined): Needs {
  const on = remediations.filter((r) => families === undefined || families.includes(r.family));
  const triggers = on.flatMap((r) => r.triggers);
  const types = triggers.flatMap(({ source, pattern }) =>
    source === 'aws.config' ? ((pattern.detail as { resourceType?: readonly string[] } | undefined)?.resourceType ?? []) : [],
  );
  const sweeps = [...new Set(on.map((r) => `sweep-${r.family}`))];
  return {
    violations: on.map((r) => r.id),
    sweeps,
    policies: {
      ...Object.fromEntries(on.map(({ id, calls }) => [`mlwarden-${id}`, [...READS, ...(calls.length > 0 ? ['act'] : [])]])),
      ...Object.fromEntries(sweeps.map((id) => [`mlwarden-${id}`, READS])),
    },
    rules: [...on.flatMap(ruleNames), ...sweeps.map((id) => `mlwarden-${id}`)],
    // A rule about the account judges what it asks for, not what is recorded.
    types: [...new Set(types)].filter((type) => type !== ACCOUNT).sort(),
    sources: [...new Set(triggers.map((t) => t.source))].sort(),
  };
}
