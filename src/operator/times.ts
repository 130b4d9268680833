/** Until when: some time from now, or a moment. */
import { Refused } from './office.ts';

const UNIT: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
export const HOUR = 3_600_000;
export const DAY = 86_400_000;
const SPAN = /^([1-9]\d{0,3})([mhd])$/;
const MOMENT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z)?$/;

function read(text: string, now: Date, sign: 1 | -1): Date {
  const [, count, unit = ''] = SPAN.exec(text) ?? [];
  const at = count ? new Date(now.getTime() + sign * Number(count) * (UNIT[unit] ?? 0)) : new Date(MOMENT.test(text) ? text : Number.NaN);
  if (Number.isNaN(at.getTime())) throw new Refused(`"${text}" is no time: say 90m, 4h, 7d, or 2026-12-01T09:00Z.`);
  return at;
}

export function until(text: string, now: Date): Date {
  const at = read(text, now, 1);
  if (at <= now) throw new Refused(`"${text}" is over already.`);
  return at;
}
export const since = (text: string, now: Date): Date => read(text, now, -1);

export function days(ms: number): string {
  const count = Math.round((ms / DAY) * 10) / 10;
  return `${count} ${count === 1 ? 'day' : 'days'}`;
}
