/** What policy may call hours. It is asked when a policy is read, so that no function has to carry the question. */
import { MINUTES_A_DAY, windowOf } from './hours.ts';

const DAY = '(Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const TEXT = new RegExp(`^${DAY}([-,]${DAY})* ([01]\\d|2[0-3]):[0-5]\\d-([01]\\d|2[0-4]):[0-5]\\d [A-Za-z_/+-]+[0-9]*$`);

function knows(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone });
    return true;
  } catch {
    return false;
  }
}

/** False for an unknown day, a zone nobody knows, an end before its beginning. */
export function isHours(text: string): boolean {
  if (!TEXT.test(text)) return false;
  const { from, until, zone } = windowOf(text);
  return from < until && until <= MINUTES_A_DAY && knows(zone);
}
