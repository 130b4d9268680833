/** `mlwarden plan`: the whole ladder of a resource, before anything is done. */
import type { Resource } from '../../engine/remediation.ts';
import { remediations } from '../../registry.ts';
import type { Here } from '../here.ts';
import { lookOnly } from '../look-only.ts';
import { BadInput } from '../options.ts';
import { type Ladder, ladder } from '../scan/ladder.ts';
import { chosen } from '../scan/policy.ts';
import { asJson, paint, said, wrap } from '../text.ts';
import { found } from './find.ts';
import { planText } from './words.ts';

export interface Planned {
  readonly violation: string;
  readonly title: string;
  readonly resource: Resource;
  readonly there: boolean;
  readonly ladder?: Ladder;
}

function wanted(violation: unknown) {
  if (violation === undefined) return remediations;
  const named = remediations.filter((r) => r.id === violation);
  if (named.length > 0) return named;
  throw new BadInput(`There is no violation "${violation}"; there are ${remediations.map((r) => r.id).join(', ')}.`);
}

export const run: Here = async ({ input, json, now }, { out, err }) => {
  const { resource: text, violation, policy: file, endpoint } = input;
  if (typeof text !== 'string')
    throw new BadInput('Say which resource, by its name or its ARN, such as: npx mlwarden plan Churn-Exploration');
  const of = wanted(violation);
  const by = await chosen(file);
  await lookOnly(endpoint);
  let plans: readonly Planned[];
  try {
    plans = (await found(of, text)).map(({ remediation: r, resource, seen }) => {
      const climb = seen && ladder(r, resource, seen, { policy: by.policy, now });
      return { violation: r.id, title: r.title, resource, there: seen !== undefined, ...(climb && { ladder: climb }) };
    });
  } catch (error) {
    if (error instanceof BadInput) throw error;
    err.write(`mlwarden: it cannot be looked at: ${said(error)}\n`);
    return 1;
  }
  if (plans.every(({ there }) => !there)) throw new BadInput(`Nothing of the kinds that mlwarden knows is called ${text} here.`);
  const wrong = plans.some((plan) => plan.ladder !== undefined);
  const note = `By ${by.file}${by.assumed ? ', with enforce assumed where it has no line of its own' : ''}. What people have ruled (exemptions, approvals, pauses) is on record in the ledger and not known here: "mlwarden why" tells.`;
  const policy = { file: by.file, hash: by.policy.hash, assumed: by.assumed };
  if (json) out.write(asJson('plan', [note], { at: now.toISOString(), policy, plans }, wrong));
  else {
    const p = paint(out);
    out.write(`${[...plans.map((plan) => planText(plan, p)), wrap(note, 80).map(p.dim).join('\n')].join('\n\n')}\n`);
  }
  return wrong ? 3 : 0;
};
