/** `mlwarden doctor`: would what is deployed hear of anything, and could it act? */
import type { Here } from '../here.ts';
import { lookOnly } from '../look-only.ts';
import { asJson, field, type Paint, paint, safe } from '../text.ts';
import { CHECKS } from './checks.ts';
import type { Facts } from './facts.ts';
import { readFacts } from './read.ts';
import type { Verdict } from './verdict.ts';

export type Judged = Verdict & { readonly check: string };

export const judged = (facts: Facts): readonly Judged[] =>
  CHECKS.flatMap(({ id, judge }) => judge(facts).map((verdict) => ({ check: id, ...verdict })));

function conclusion(all: readonly Judged[]): string {
  const count = (is: Verdict['is']): number => all.filter((v) => v.is === is).length;
  const unread = count('unread') > 0 ? `, ${count('unread')} could not be read` : '';
  return `${count('wrong')} of ${all.length} checks are wrong${unread}.`;
}

const LABEL = { right: 'ok', wrong: 'WRONG', unread: 'NOT READ' } as const;
const STYLE = { right: 'good', wrong: 'bad', unread: 'warn' } as const;

/** A command is to be copied: it is never wrapped. */
const lines = (v: Judged, p: Paint): readonly string[] => [
  field(LABEL[v.is], `${v.check}: ${v.says}`, p[STYLE[v.is]]),
  ...(v.is === 'wrong' ? [`             ${p.bold(safe(v.fix))}`] : []),
];

export const exitOf = (all: readonly Judged[]): number =>
  all.some((v) => v.is === 'wrong') ? 3 : all.some((v) => v.is === 'unread') ? 1 : 0;

export const run: Here = async ({ input, json, now }, { out }) => {
  const region = await lookOnly(input.endpoint);
  const all = judged(await readFacts(region));
  const says = conclusion(all);
  const code = exitOf(all);
  if (json) out.write(asJson('doctor', [says], { at: now.toISOString(), region, checks: all }, code !== 0));
  else {
    const p = paint(out);
    out.write(`${[...all.flatMap((v) => lines(v, p)), code === 0 ? p.good(says) : p.bad(says)].join('\n')}\n`);
  }
  return code;
};
