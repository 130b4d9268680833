/** Hours in which people can be surprised: `Mon-Fri 08:00-18:00 Europe/Berlin`. */

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MINUTES_A_DAY = 1440;
const MINUTE = 60_000;
const TEXT =
  /^((?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:[-,](?:Mon|Tue|Wed|Thu|Fri|Sat|Sun))*) ([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d) ([A-Za-z_/+-]+[0-9]*)$/;

interface Window {
  /** 0 = Sunday. */
  readonly days: ReadonlySet<number>;
  /** Minutes since midnight, in `zone`; `until` is the first minute outside. */
  readonly from: number;
  readonly until: number;
  readonly zone: string;
}

/** Undefined for what says no hours: an unknown day, a zone nobody knows, an end before its beginning. */
function windowOf(text: string): Window | undefined {
  const [, days = '', h1, m1, h2, m2, zone = ''] = TEXT.exec(text) ?? [];
  const [from, until] = [Number(h1) * 60 + Number(m1), Number(h2) * 60 + Number(m2)];
  if (!days || !(from < until && until <= MINUTES_A_DAY) || !knows(zone)) return undefined;
  return { days: new Set(days.split(',').flatMap(range)), from, until, zone };
}

function range(part: string): number[] {
  const [first = 0, last = first] = part.split('-').map((day) => DAYS.indexOf(day));
  const length = ((last - first + 7) % 7) + 1;
  return Array.from({ length }, (_, i) => (first + i) % 7);
}

function knows(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone });
    return true;
  } catch {
    return false;
  }
}

function local(now: Date, timeZone: string): { day: number; minute: number } {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const said = Object.fromEntries(parts.formatToParts(now).map(({ type, value }) => [type, value]));
  return { day: DAYS.indexOf(String(said.weekday)), minute: Number(said.hour) * 60 + Number(said.minute) };
}

export const isHours = (text: string): boolean => windowOf(text) !== undefined;

/** `now` when the hours have begun, else when they do. On the day on which the clocks change it may be late by that much. */
export function opening(text: string, now: Date): Date {
  const window = windowOf(text);
  if (!window) throw new RangeError(`"${text}" says no hours.`);
  const { days, from, until, zone } = window;
  let at = now;
  for (;;) {
    const { day, minute } = local(at, zone);
    if (days.has(day) && minute >= from && minute < until) return at;
    // Day by day: the clocks may change on the way.
    const minutes = days.has(day) && minute < from ? from - minute : MINUTES_A_DAY - minute;
    at = new Date((Math.floor(at.getTime() / MINUTE) + minutes) * MINUTE);
  }
}
