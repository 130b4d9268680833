/** The reader: its verbs only read, the ledger, the logs of our functions, and how rules and queues are. */
import { office } from '../office.ts';
import { logs } from '../operator/logs.ts';
import { pulse } from '../operator/pulse.ts';
import { read } from '../operator/reader.ts';
import { setting } from '../site.ts';

export async function handler(event: unknown): Promise<unknown> {
  const here = office();
  const { known, clock } = here;
  const { region } = here.home;
  const families = () => setting('FAMILIES').split(' ').filter(Boolean);
  return await read(event, {
    ...here,
    logs: async (...search) => await logs(region, families())(...search),
    pulse: async () => await pulse({ region, known, families: families(), now: clock.now() }),
  });
}
