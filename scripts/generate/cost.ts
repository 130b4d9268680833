/** What a month costs: what one event and one repair ask for, by the last bench, times what AWS asks for that. */

/** US dollars, US East (N. Virginia), on demand, nothing of the free tier. `assumed`: from memory; the price pages could not be read here. */
const PRICES = {
  'DynamoDB, a million read units': { usd: 0.125, source: 'aws.amazon.com/dynamodb/pricing/on-demand' },
  'DynamoDB, a million write units': { usd: 0.625, source: 'aws.amazon.com/dynamodb/pricing/on-demand' },
  'Lambda, a million invocations': { usd: 0.2, source: 'aws.amazon.com/lambda/pricing' },
  'Lambda on arm64, a GB-second': { usd: 0.0000133334, source: 'aws.amazon.com/lambda/pricing' },
  'SQS, a million requests': { usd: 0.4, source: 'aws.amazon.com/sqs/pricing', assumed: true },
  'EventBridge, a million events of our own': { usd: 1, source: 'aws.amazon.com/eventbridge/pricing', assumed: true },
  'CloudWatch, a GB of logs': { usd: 0.5, source: 'aws.amazon.com/cloudwatch/pricing', assumed: true },
  'CloudWatch, an alarm': { usd: 0.1, source: 'aws.amazon.com/cloudwatch/pricing', assumed: true },
} as const;
const READ = '2026-11-25';
const price = (what: keyof typeof PRICES): number => PRICES[what].usd;

/** A look: an invocation of 512 MB for a tenth of a second, a message sent, received and deleted, a KB of logs. */
const GB_SECONDS = 0.5 * 0.1;
const MESSAGE = 3;
const LOG_GB = 1e-6;
/** Of a repair, as docs/benchmarks.md has it: about so many records are told. */
const RECORDS = 17;
const REPAIRED = 0.01;
/** A sweep: 512 MB for ten seconds, four times an hour. Five pollers wait at each queue, 20 s each. */
const SWEEPS = 4 * 24 * 30;
const POLLS = 5 * 3 * 60 * 24 * 30;

interface Used {
  readonly looks: number;
  readonly reads: number;
  readonly writes: number;
}
function measured(page: string, row: string): Used {
  const [, , , items, reads, writes, indexes] = (page.split('\n').find((line) => line.startsWith(`| ${row}`)) ?? '').split('|').map(Number);
  if (!items || reads === undefined || writes === undefined || indexes === undefined)
    throw new Error(`docs/benchmarks.md has no row "${row}".`);
  // Nine items are read at each look.
  return { looks: Math.max(1, Math.round(reads / 9)), reads, writes: writes + indexes };
}
const costOf = ({ looks, reads, writes }: Used): number =>
  (reads * price('DynamoDB, a million read units') + writes * price('DynamoDB, a million write units')) / 1e6 +
  looks *
    (price('Lambda, a million invocations') / 1e6 +
      GB_SECONDS * price('Lambda on arm64, a GB-second') +
      (MESSAGE * price('SQS, a million requests')) / 1e6 +
      LOG_GB * price('CloudWatch, a GB of logs'));

function fixed(templates: readonly string[]): number {
  const count = (pattern: RegExp): number => templates.reduce((sum, text) => sum + (text.match(pattern)?.length ?? 0), 0);
  // At dead letters nobody waits.
  const waitedAt = count(/Type: AWS::SQS::Queue\n/g) - count(/^ {2}\w*DeadLetters:$/gm);
  return (
    count(/Type: AWS::CloudWatch::Alarm\n/g) * price('CloudWatch, an alarm') +
    (waitedAt * POLLS * price('SQS, a million requests')) / 1e6 +
    SWEEPS * 0.5 * 10 * price('Lambda on arm64, a GB-second')
  );
}

/** `templates`: the frame and every stack, as text. */
export function costs(benchmarks: string, templates: readonly string[]): string {
  const look = measured(benchmarks, 'a look at what is as it should be');
  const repair = measured(benchmarks, 'the whole repair');
  const told = (RECORDS * price('EventBridge, a million events of our own')) / 1e6;
  const month = (events: number): number => fixed(templates) + events * costOf(look) + events * REPAIRED * (costOf(repair) + told);
  const usd = (n: number): string => `$${n.toFixed(2)}`;
  const rows = [0, 10_000, 100_000, 1_000_000].map(
    (n) => `| ${n.toLocaleString('en')} | ${(n * REPAIRED).toLocaleString('en')} | ${usd(month(n))} |`,
  );
  const prices = Object.entries<{ usd: number; source: string; assumed?: true }>(PRICES).map(
    ([what, { usd: is, source, assumed }]) => `| ${what} | ${is} | ${source}${assumed ? ', assumed' : ''} |`,
  );
  return `| events a month | of them repaired | a month |
|---|---|---|
${rows.join('\n')}

= ${usd(fixed(templates))} whatever happens (alarms, sweeps, pollers that wait) + ${usd(costOf(look) * 1e6)} for a million events that find nothing wrong + ${usd((costOf(repair) + told) * 1e3)} for a thousand repairs. What an event and a repair ask of the ledger is what [benchmarks.md](benchmarks.md) measured; a look is taken for a tenth of a second of 512 MB. Not in it: storage of the ledger (about 17 KB a repair, and its backups), mail, CloudTrail, Config, GuardDuty and Security Hub themselves.

| price, US dollars | | source, ${READ} |
|---|---|---|
${prices.join('\n')}`;
}
