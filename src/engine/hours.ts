/** Hours in which people can be surprised: `Mon-Fri 08:00-18:00 Europe/Berlin`. */

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
export const MINUTES_A_DAY = 1440;
const MINUTE = 60_000;

interface Window {
  /** 0 = Sunday. */
  readonly days: ReadonlySet<number>;
  /** Minutes since midnight, in `zone`; `until` is the first minute outside. */
  readonly from: number;
  readonly until: number;
  readonly zone: string;
}

const minutes = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
/** Only of what is known to say hours (hours-check.ts). */
export function windowOf(text: string): Window {
  const [days = '', clocks = '', zone = ''] = text.split(' ');
  const [from = 0, until = 0] = clocks.split('-').map(minutes);
  return { days: new Set(days.split(',').flatMap(range)), from, until, zone };
}

function range(part: string): number[] {
  const [first = 0, last = first] = part.split('-').map((day) => DAYS.indexOf(day));
  const length = ((last - first + 7) % 7) + 1;
  return Array.from({ length }, (_, i) => (first + i) % 7);
}

function local(now: Date, timeZone: string): { day: number; minute: number } {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const said = Object.fromEntries(parts.formatToParts(now).map(({ type, value }) => [type, value]));
  return { day: DAYS.indexOf(String(said.weekday)), minute: Number(said.hour) * 60 + Number(said.minute) };
}

/** `now` when the hours have begun, else when they do. On the day on which the clocks change it may be late by that much. */
export function opening(text: string, now: Date): Date {
  const { days, from, until, zone } = windowOf(text);
  let at = now;
  // Two weeks of midnights and of openings: an hour may fall out when the clocks change.
  for (let round = 0; round < 32; round++) {
    const { day, minute } = local(at, zone);
    if (days.has(day) && minute >= from && minute < until) return at;
    // Day by day: the clocks may change on the way.
    const left = days.has(day) && minute < from ? from - minute : MINUTES_A_DAY - minute;
    at = new Date((Math.floor(at.getTime() / MINUTE) + left) * MINUTE);
  }
  throw new RangeError(`"${text}" says no hours.`);
}
