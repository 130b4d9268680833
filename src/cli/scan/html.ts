/** A scan as one page that loads nothing and runs nothing. */
import { safe } from '../text.ts';
import { byOwner, type Finding, type Scan } from './found.ts';
import { UNKNOWN } from './owner.ts';
import { gaps, headline, notes, would } from './words.ts';

const ENTITY: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const text = (raw: string): string => safe(raw).replace(/[&<>"']/g, (c) => ENTITY[c] ?? c);
const cell = (raw: string): string => `<td>${text(raw)}</td>`;

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem;color:#1b1b1b}
table{border-collapse:collapse;width:100%;margin-bottom:2rem}th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid #ccc;overflow-wrap:anywhere}
.bad{color:#a11}.good{color:#175c17}`;
const HEAD = ['severity', 'resource', 'violation', 'wrong', 'would be done', 'would be lost'];

const row = (f: Finding): string =>
  `<tr>${[f.severity, f.resource.arn, f.violation, f.wrong, would(f), f.next?.loses ?? ''].map(cell).join('')}</tr>`;

export function html(scan: Scan): string {
  const groups = byOwner(scan.findings, UNKNOWN).map(
    ([owner, all]) =>
      `<h2>${owner === UNKNOWN ? 'Owner unknown' : `Owner ${text(owner)}`}</h2>
<table><thead><tr>${HEAD.map((h) => `<th>${h}</th>`).join('')}</tr></thead><tbody>${all.map(row).join('\n')}</tbody></table>`,
  );
  const blind = gaps(scan).map((gap) => `<li>${text(gap)}</li>`);
  const fine = scan.findings.length === 0 && scan.complete;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width"><title>mlwarden scan</title><style>${STYLE}</style></head><body>
<h1>mlwarden scan</h1>
<p class="${fine ? 'good' : 'bad'}">${text(headline(scan))}</p>
${groups.join('\n')}
${blind.length > 0 ? `<h2>Not read</h2>\n<ul>${blind.join('\n')}</ul>` : ''}
${notes(scan)
  .map((note) => `<p>${text(note)}</p>`)
  .join('\n')}
<p>Scanned at ${text(scan.at)}.</p>
</body></html>`;
}
