/** A scan in GitHub's Markdown. What comes from outside stands in code spans, so that it is neither markup nor a link. */
import { safe } from '../text.ts';
import { byOwner, type Finding, type Scan } from './found.ts';
import { UNKNOWN } from './owner.ts';
import { gaps, headline, notes, would } from './words.ts';

/** A pipe would end a cell, also in a code span. */
const code = (text: string): string => `\`${safe(text).replaceAll('`', "'").replaceAll('|', '¦') || ' '}\``;

const row = (f: Finding): string =>
  `| ${f.severity} | ${code(f.resource.name)} | ${f.violation} | ${code(f.wrong)} | ${code(would(f))} | ${f.next?.loses === undefined ? '' : code(f.next.loses)} |`;

export function markdown(scan: Scan): string {
  const groups = byOwner(scan.findings, UNKNOWN).flatMap(([owner, all]) => [
    `## ${owner === UNKNOWN ? 'Owner unknown' : `Owner ${code(owner)}`}`,
    '',
    '| severity | resource | violation | wrong | would be done | would be lost |',
    '|---|---|---|---|---|---|',
    ...all.map(row),
    '',
  ]);
  const blind = gaps(scan).map((gap) => `- ${code(gap)}`);
  return [
    '# mlwarden scan',
    '',
    headline(scan),
    '',
    ...groups,
    ...(blind.length > 0 ? ['## Not read', '', ...blind, ''] : []),
    ...notes(scan).flatMap((note) => [code(note), '']),
    `Scanned at ${scan.at}.`,
  ].join('\n');
}
