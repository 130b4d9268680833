/** Times for people: where they are, and how long from now. */

const MOMENT = /(?<!--(?:exempt-)?until )\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z/g;
const MINUTE = 60_000;
const two = (n: number): string => String(n).padStart(2, '0');

export function relative(at: Date, now: Date): string {
  const minutes = Math.round(Math.abs(at.getTime() - now.getTime()) / MINUTE);
  if (minutes === 0) return 'now';
  const span =
    minutes < 100 ? `${minutes} min` : minutes < 48 * 60 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1440)} days`;
  return at > now ? `in ${span}` : `${span} ago`;
}

function local(at: Date): string {
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** Every time in the text, but for one that is to be typed again. */
export function timed(text: string, now: Date, utc: boolean): string {
  return text.replace(MOMENT, (found) => {
    const at = new Date(found);
    return `${utc ? `${at.toISOString().slice(0, 16)}Z` : local(at)} (${relative(at, now)})`;
  });
}
