/** What the functions have logged, family by family. Newest first: a search that takes too long has then seen what is asked for most. */
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { patient } from '../aws.ts';
import { isMissing } from '../engine/refusal.ts';
import { paged } from '../resources/reading.ts';
import type { LogLine, SearchLogs } from './office.ts';

/** At a time: AWS answers five such questions a second to a whole account (AWS knowledge center, "cloudwatch-logs-throttling"). */
const AT_ONCE = 3;
/** Milliseconds for all of them; the function itself is given up after 30 s. */
const PATIENCE = 20_000;
/** Lines of a family. The sweep's own looks are a line for each resource. */
const MOST = 1_000;
/** Further back, newest comes not first (CloudWatch Logs API, FilterLogEvents, startFromHead). */
const FIRST = Date.UTC(2024, 0);

export const logs =
  (region: string, families: readonly string[]): SearchLogs =>
  async (words, since) => {
    const client = patient(CloudWatchLogsClient, { region });
    const abortSignal = AbortSignal.timeout(PATIENCE);
    const asked = { filterPattern: `"${words}"`, startTime: Math.max(FIRST, since?.getTime() ?? 0), startFromHead: false };
    const [lines, unread]: [LogLine[], string[]] = [[], []];

    async function search(family: string): Promise<void> {
      const logGroupName = `/mlwarden/${family}`;
      const found = paged(
        (nextToken) => client.send(new FilterLogEventsCommand({ logGroupName, ...asked, nextToken }), { abortSignal }),
        ({ events }) => events,
        (page) => page.nextToken,
      );
      let n = 0;
      try {
        for await (const { timestamp = 0, message = '' } of found) {
          if (n++ === MOST) throw new Error(`more than ${MOST} lines name it`);
          lines.push({ family, at: new Date(timestamp), text: message });
        }
      } catch (error) {
        const { message } = error as Error;
        // A family that is not deployed has no log.
        if (!isMissing(error as Error))
          unread.push(`${logGroupName}: ${abortSignal.aborted ? `not to its end within ${PATIENCE / 1000} s` : message}`);
      }
    }

    const rest = [...families];
    const worker = async () => {
      for (let family = rest.shift(); family !== undefined; family = rest.shift()) await search(family);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    return { lines, unread };
  };
