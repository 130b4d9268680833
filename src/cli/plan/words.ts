/** A ladder in words: a heading, and for each step what it is, what becomes of it, and what it costs. */
import type { Rung } from '../scan/ladder.ts';
import { ruled } from '../scan/words.ts';
import { field, type Paint, safe } from '../text.ts';
import type { Planned } from './run.ts';

const ENDS = {
  compliant: 'nothing is wrong any more',
  gone: 'it is not there any more',
  told: 'a person is told',
  waits: 'it is waited for',
  unknown: 'it is looked at again',
} as const;

function rungLines(rung: Rung, i: number, p: Paint): readonly string[] {
  const { call, purpose, from, effect, undo, loses } = rung;
  const back = purpose === 'hand-back' ? 'hand back, once no other violation holds it: ' : '';
  const line = (label: string, text: string, style?: (t: string) => string) => field(label, text, style);
  return [
    line(`step ${i + 1}`, `${back}${call.api}, ${effect}${from === 'expected' ? ' (expected: not seen yet)' : ''}`, p.bold),
    line('', ruled(rung), rung.may === 'not' ? p.warn : undefined),
    line('with', JSON.stringify(call.input), p.dim),
    line('expects', JSON.stringify(rung.expect), p.dim),
    ...(undo === undefined ? [] : [line('undo', `${undo.api} ${JSON.stringify(undo.input)}`, p.dim)]),
    ...(loses === undefined ? [] : [line('loses', loses, p.bad)]),
  ];
}

export function planText({ violation, resource, title, there, ladder }: Planned, p: Paint): string {
  const head = p.bold(safe(`${violation} on ${resource.name}`));
  if (!there) return `${head}\n${field('', 'there is no such thing')}`;
  if (!ladder) return `${head}\n${field('right', title, p.good)}`;
  const withheld = ladder.rungs.findIndex(({ may }) => may === 'not');
  const only = withheld >= 0 && withheld < ladder.rungs.length - 1;
  return [
    head,
    field('wrong', `${ladder.wrong}${ladder.contained ? ' (contained: it can do no harm as it stands)' : ''}`, p.warn),
    ...ladder.rungs.flatMap((rung, i) => rungLines(rung, i, p)),
    field('then', `${ENDS[ladder.ends]}${ladder.says === undefined ? '' : `: ${ladder.says}`}`),
    ...(only ? [field('', `step ${withheld + 1} is not done, so what follows it is only what would`, p.dim)] : []),
  ].join('\n');
}
