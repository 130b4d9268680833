/** A scan for a terminal. */
import { field, type Paint, safe, wrap } from '../text.ts';
import { byOwner, type Finding, type Scan } from './found.ts';
import { UNKNOWN } from './owner.ts';
import { gaps, headline, notes, would } from './words.ts';

const short = (type: string): string => type.split('::').at(-1) ?? type;
const wrapped = (text: string): readonly string[] => wrap(safe(text), 80);

function lines({ violation, severity, resource, wrong, contained, next, ...rest }: Finding, p: Paint): readonly string[] {
  const said = { violation, severity, resource, wrong, contained, ...(next && { next }), ...rest };
  return [
    field(severity, `${short(resource.type)} ${resource.name} (${resource.account}, ${resource.region})`, p.bold),
    field('violation', violation),
    field('wrong', `${wrong}${contained ? ' (contained: it can do no harm as it stands)' : ''}`, p.warn),
    field('would', would(said)),
    ...(next?.loses === undefined ? [] : [field('loses', next.loses, p.bad)]),
    '',
  ];
}

export function plain(scan: Scan, p: Paint): string {
  const style = scan.findings.length > 0 || !scan.complete ? p.bad : p.good;
  const groups = byOwner(scan.findings, UNKNOWN).flatMap(([owner, all]) => [
    ...wrapped(owner === UNKNOWN ? 'Owner unknown' : `Owner ${owner}`).map(p.bold),
    '',
    ...all.flatMap((finding) => lines(finding, p)),
  ]);
  return [
    ...groups,
    ...gaps(scan).flatMap((gap) => wrapped(gap).map(p.bad)),
    ...notes(scan).flatMap((note) => wrapped(note).map(p.dim)),
    ...wrapped(headline(scan)).map(style),
  ].join('\n');
}
