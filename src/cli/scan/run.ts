/** `mlwarden scan`: looks at the whole account, and says what is wrong in it. */
import { remediations } from '../../registry.ts';
import type { Here } from '../here.ts';
import { lookOnly } from '../look-only.ts';
import { BadInput } from '../options.ts';
import { asJson, paint } from '../text.ts';
import { scanAccount } from './account.ts';
import type { Scan } from './found.ts';
import { html } from './html.ts';
import { markdown } from './markdown.ts';
import { plain } from './plain.ts';
import { chosen } from './policy.ts';
import { gaps, headline, notes } from './words.ts';

type Err = Parameters<Here>[1]['err'];

/** On a terminal one line that changes; elsewhere a line for each hundred, for logs. */
function meter(err: Err): { tell(kind: string, looked: number, wrong: number): void; end(): void } {
  return {
    tell(kind, looked, wrong) {
      const says = `${kind}: ${looked} looked at, ${wrong} wrong`;
      if (err.isTTY) err.write(`\r\u001b[K${says.slice(0, 79)}`);
      else if (looked % 100 === 1) err.write(`${says}\n`);
    },
    end: () => void (err.isTTY && err.write('\r\u001b[K')),
  };
}

export const exitOf = ({ findings, complete }: Scan): number => (findings.length > 0 ? 3 : complete ? 0 : 1);

const machine = (scan: Scan): string =>
  asJson('scan', [headline(scan), ...gaps(scan), ...notes(scan)], scan, scan.findings.length > 0 || !scan.complete);

export const run: Here = async ({ input, json, now }, { out, err }) => {
  const { policy: file, ownerTag, all, endpoint } = input;
  const forms = [json && 'json', input.markdown && 'markdown', input.html && 'html'].filter(Boolean);
  if (forms.length > 1) throw new BadInput(`--${forms.join(' and --')} are two forms: choose one.`);
  const by = await chosen(file);
  const region = await lookOnly(endpoint);
  const progress = meter(err);
  const asked = { policy: by.policy, now, all: all === true, progress: progress.tell };
  const tag = typeof ownerTag === 'string' ? ownerTag : by.policy.ownerTag;
  const found = await scanAccount(remediations, { ...asked, ...(tag !== undefined && { ownerTag: tag }) });
  progress.end();
  const scan: Scan = { ...found, region, policy: { file: by.file, hash: by.policy.hash, assumed: by.assumed } };
  const form = input.markdown ? markdown : input.html ? html : (s: Scan) => plain(s, paint(out));
  out.write(json ? machine(scan) : `${form(scan)}\n`);
  return exitOf(scan);
};
