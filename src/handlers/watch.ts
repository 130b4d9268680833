/** Watches mlwarden itself, from a stack of its own: every 15 minutes, and when somebody calls what would change it. */
import { count } from '../log.ts';
import { setting, wait } from '../site.ts';
import { round } from '../watch/watch.ts';

export const handler = async (event: unknown) => {
  const did = await round(event, {
    region: setting('AWS_REGION'),
    account: setting('HOME_ACCOUNT'),
    stack: setting('STACK'),
    table: setting('TABLE'),
    topic: setting('TOPIC'),
    logs: setting('CANARY_LOGS'),
    now: () => new Date(),
    wait,
  });
  count('watched', { says: did.says, grave: did.grave.join(' '), righted: did.righted.join(' ') });
  return did;
};
