/** What was written into a lifecycle configuration and by whom, as CloudTrail's event history tells: it has the scripts, and so they are read from it. */
import type { Resource } from '../engine/remediation.ts';
import { type Act, actOf, KEPT, lookup, type Made, MINUTE, ours, SECOND, until } from './call-history.ts';
import { veilOf } from './veil.ts';

export const HOOKS = ['OnCreate', 'OnStart'] as const;
export type Hook = (typeof HOOKS)[number];
/** Scripts in base64, with whatever secrets are in them: nothing of it may be kept. null = there is none, missing = nothing was said of it. */
export type Contents = { readonly [H in Hook]?: string | null };

/** Each script by its digest. null = it was taken away, missing = the call said nothing of it. */
export type Writing = Act & { readonly [H in Hook]?: string | null };
/**
 * `writings`: newest first, without our own: what we put back is the word of whoever wrote it before. `told`: whether CloudTrail knows of the
 * last modification. `reach`: `all` since its creation was read; `part`: it is older than CloudTrail's memory; `cut`: there was more than is
 * read at one look.
 */
export type WritingHistory = { readonly writings: readonly Writing[]; readonly told: boolean; readonly reach: 'all' | 'part' | 'cut' };

/** In milliseconds, as SageMaker says. */
export interface Times {
  readonly born: number;
  readonly at: number;
}
interface Written extends Act {
  readonly contents: Contents;
}

/** Each digest takes a while to compute. Who writes more often than that is looked for by people. */
const MOST = 20;

const CREATE = 'CreateNotebookInstanceLifecycleConfig';
const UPDATE = 'UpdateNotebookInstanceLifecycleConfig';

/** A hook is a list of one script at most (SageMaker API, UpdateNotebookInstanceLifecycleConfig). */
function contentOf(hooks: unknown): string | null | undefined {
  if (!Array.isArray(hooks)) return undefined;
  const [{ content } = {}] = hooks as readonly { readonly content?: unknown }[];
  return typeof content === 'string' && content ? content : null;
}
function writtenBy({ asked, ...act }: Made, otherwise: null | undefined): Written {
  const said = { OnCreate: contentOf(asked?.onCreate), OnStart: contentOf(asked?.onStart) };
  const contents = HOOKS.flatMap((hook) => {
    const content = said[hook] ?? (said[hook] === undefined ? otherwise : null);
    return content === undefined ? [] : [[hook, content] as const];
  });
  return { ...act, contents: Object.fromEntries(contents) };
}

/** The calls that wrote it, newest first. Undefined where it was last modified before CloudTrail's memory begins. */
async function written(r: Resource, { born, at }: Times, now: number, signal?: AbortSignal) {
  const oldest = now - KEPT;
  if (at < oldest) return undefined;
  const mine = (asked: Made['asked']) => String(asked?.notebookInstanceLifecycleConfigName).toLowerCase() === r.name.toLowerCase();
  const known: Written[] = [];
  // Not from much before: another had its name until then, perhaps.
  const updates = lookup(r, UPDATE, { from: Math.max(born - SECOND, oldest), until: until(at, now) }, mine, signal);
  for await (const { call } of updates.listed) if (call) known.push(writtenBy(call, undefined));
  if (updates.cut() || known.length > MOST) return { known: known.slice(0, MOST), reach: 'cut' as const };
  if (born < oldest) return { known, reach: 'part' as const };
  const makings = lookup(r, CREATE, { from: born - MINUTE, until: until(born, now) }, mine, signal);
  for await (const { call } of makings.listed) if (call) known.push(writtenBy(call, null));
  return { known, reach: makings.cut() ? ('cut' as const) : ('all' as const) };
}

/** The digest of one script in this place: of the text without the ends of lines that some encoders put in. */
export const digestOf = (hook: Hook, content: string, { arn }: Pick<Resource, 'arn'>): string =>
  veilOf([[hook, content.replaceAll(/\s+/g, '')]], arn);

/** `digest`: of a script, whatever else is made of it. */
export async function writingsOf(
  r: Resource,
  times: Times,
  now: number,
  digest: (hook: Hook, content: string) => string,
): Promise<WritingHistory | undefined> {
  const all = await written(r, times, now);
  if (!all) return undefined;
  const own = ours('notebook-lifecycle-script', r.account);
  const writings = all.known.filter(({ by }) => !own.test(by));
  return {
    writings: writings.map(({ contents, ...act }) => ({
      ...actOf(act),
      ...Object.fromEntries(Object.entries(contents).map(([hook, content]) => [hook, content && digest(hook as Hook, content)])),
    })),
    told: all.known.some(({ at }) => Date.parse(at) >= times.at - 10 * SECOND),
    reach: all.reach,
  };
}

/** The script of that digest, which somebody has written there. Undefined: nobody, as far as CloudTrail knows. */
export async function contentBy(r: Resource, times: Times, hook: Hook, digest: string, signal: AbortSignal): Promise<string | undefined> {
  const all = await written(r, times, Date.now(), signal);
  const contents = all?.known.map((one) => one.contents[hook]) ?? [];
  return contents.find((content) => content && digestOf(hook, content, r) === digest) ?? undefined;
}
