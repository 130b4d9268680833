/** The results as a page. */
import { aims, faster, overFloor } from './aims.ts';
import { STARTERS, type Start, type Starter } from './cold.ts';
import type { Took } from './contestant.ts';
import { median, percentile, three } from './numbers.ts';
import type { Results } from './results.ts';
import { RACERS, type Racer, type Series } from './series.ts';
import { HOW, whyMissed } from './words.ts';

const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map((cell) => `${cell}`.replaceAll('|', '\\|')).join(' | ')} |`).join('\n');

const OURS = new Set(['BatchGetItem', 'TransactWriteItems', 'SendMessage']);
const CALLED: Readonly<Record<Racer, string>> = {
  floor: 'bare SDK: look, then change',
  peer: 'peer',
  ours: '**ours**',
  without: 'ours without its audit',
};

function row(who: string, took: readonly Took[], end: string): (string | number)[] {
  const counts = took.map(({ calls }) => ({ all: calls.length, ours: calls.filter((api) => OURS.has(api)).length }));
  const [all, own] = [median(counts.map((c) => c.all)), median(counts.map((c) => c.ours))];
  const of = (what: 'ms' | 'cpu', share: number) =>
    three(
      percentile(
        took.map((t) => t[what]),
        share,
      ),
    );
  return [who, own ? `${all} (${own} of them ledger and queue)` : all, of('ms', 0.5), of('ms', 0.95), of('cpu', 0.5), end];
}

function raced(s: Series): string {
  const ends = (racer: Racer) => {
    const wrong = s.wrong.filter((one) => one.startsWith(`${racer}:`)).length;
    return wrong === 0 ? `${s.repaired} of ${s.repaired} repaired${racer === 'ours' ? ', records whole' : ''}` : `**${wrong} wrong**`;
  };
  const rows = RACERS.map((racer) => row(CALLED[racer], s.took[racer], ends(racer)));
  const head = ['', 'calls an event', 'p50 ms', 'p95 ms', 'CPU ms', 'end'];
  const confirming = row('ours, the look that confirms it', s.confirming, 'case closed');
  const [with_, without] = [faster(s), faster(s, 'without')].map((n) => n.toFixed(1));
  const over = (racer: Racer) => overFloor(s, racer).toFixed(2);
  const ratios = `Ours is ${with_} × as fast as the peer, ${without} × without its audit; it takes ${over('ours')} × as long as the bare SDK, ${over('without')} × without its audit.`;
  return `### ${s.name}\n\n${table(head, [...rows, confirming])}\n\n${ratios}`;
}

const STARTED: Readonly<Record<Starter, string>> = {
  bare: 'node, https and a signature by hand',
  sdk: 'node, the bare SDK',
  libraries: 'the clients and libraries of ours, nothing else',
  ours: '**ours**, as deployed',
  peer: 'peer',
};
function started({ cold }: Results): string {
  const floor = (of: (s: Start) => number) => median(cold.starts.bare.map(of));
  const rows = STARTERS.map((starter) => {
    const all = cold.starts[starter];
    const size = cold.kilobytes[starter];
    const of = (what: (s: Start) => number | undefined) => {
      const values = all.map(what).filter((value) => value !== undefined);
      return values.length === 0 ? '' : three(median(values));
    };
    const ratio = (median(all.map((s) => s.imported.cpu)) / floor((s) => s.imported.cpu)).toFixed(1);
    const [load, first] = [of((s) => s.imported.cpu), of((s) => s.first?.cpu)];
    return [STARTED[starter], size ? three(size) : '', load, `${ratio} ×`, first, of((s) => s.imported.ms), of((s) => s.first?.ms)];
  });
  const head = ['', 'bundle KB', 'loading, CPU ms', 'of the first row', 'first event, CPU ms', 'loading, ms', 'first event, ms'];
  return `## Cold\n\nMedian of ${cold.starts.ours.length} fresh processes each.\n\n${table(head, rows)}`;
}

function costs({ rates, series }: Results): string {
  const hash = rates.hash.map(({ kilobytes, micros }) => `${micros.toFixed(1)} µs/KB at ${kilobytes} KB`).join(', ');
  const [few] = series;
  const whole = few
    ? `${three(median(few.took.ours.map(({ cpu }) => cpu)))} ms with SDK, HTTP and audit; the bare SDK takes ${three(median(few.took.floor.map(({ cpu }) => cpu)))} ms`
    : '';
  const rows = [
    [
      'processor time of a warm event, our own part',
      `${median(rates.own).toFixed(2)} ms; of the first hundred of a process, ${rates.early.toFixed(2)} ms`,
    ],
    ['processor time of a warm event, the whole process', whole],
    ['`decide`', `${three(rates.decisions)} decisions a second`],
    ['canonical hash', hash],
  ];
  return `## Our own part\n\n${table(['what', 'measured'], rows)}`;
}

function probed({ probes }: Results): string {
  const mark = (right: boolean) => (right ? 'right' : '**wrong**');
  const rows = probes.map(({ asked, peer, ours }) => [asked, `${mark(peer.right)}: ${peer.says}`, `${mark(ours.right)}: ${ours.says}`]);
  return `## Four events that the peer takes wrongly\n\n${table(['what was asked', 'peer', 'ours'], rows)}`;
}

function stormed({ storm }: Results): string {
  if (!storm) return '';
  const { events, notebooks, flawed, seconds, published, looks, stops, deadLetters, wrong } = storm;
  const rows = [
    ['events', `${three(events)}, of ${three(notebooks)} notebooks, in ${three(published)} s on the bus`],
    [
      'handled, with all that follows from them',
      `in ${three(seconds)} s: ${three(events / seconds)} events a second, ${three(looks)} looks`,
    ],
    ['notebooks to be stopped', `${flawed}, stopped ${stops} times in all`],
    ['dead letters', deadLetters],
    ['lost, done twice, or badly recorded', wrong.length === 0 ? 'none' : `**${wrong.length}**: ${wrong.slice(0, 5).join('; ')}`],
  ];
  return `## A storm\n\n${table(['', ''], rows)}\n\n${HOW.storm}`;
}

export function page(r: Results): string {
  const rows = aims(r).map(({ aim, says, met }) => [aim, says, met ? 'met' : '**missed**']);
  const missed = aims(r).flatMap(({ aim, met }) => (met ? [] : whyMissed(aim, r)));
  const parts = [
    '# Benchmarks',
    'Written by `npm run bench -- --write`. Compare ratios: all sides took turns in one run, on the same\nemulator; whatever else the machine had to do (its load is below) lengthens all of them.',
    `${r.machine}. ${r.versions}. ${r.date}.`,
    `## Aims\n\n${table(['aim', 'measured', ''], rows)}`,
    ...missed,
    `## Warm events\n\n${HOW.race}`,
    ...r.series.map(raced),
    started(r),
    HOW.cold,
    costs(r),
    HOW.own,
    probed(r),
    HOW.probes,
    stormed(r),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}
