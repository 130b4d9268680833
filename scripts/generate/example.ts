/** A resource to speak of: the one that a violation's first sample names. */
import { glob, readFile } from 'node:fs/promises';
import { read } from '../../src/engine/read.ts';
import type { AnyRemediation, Ref } from '../../src/engine/remediation.ts';
import { ACCOUNT } from '../../src/resources/account.ts';

/** The account and Region of all samples. */
const HOME = { account: '111122223333', region: 'eu-west-1' };
/** Unique ids of IAM say nothing to people. */
const ID = /^A(ROA|IDA|NPA|SIA)[A-Z0-9]{12,}$/;

export async function exampleOf({ id, family, triggers, kind }: AnyRemediation, root: string): Promise<string> {
  const samples = (await Array.fromAsync(glob(`events/${family}/${id}.*.json`, { cwd: root }))).sort();
  for (const sample of samples) {
    const event = read(JSON.parse(await readFile(`${root}/${sample}`, 'utf8')), triggers, HOME);
    const names = 'refs' in event ? event.refs.flatMap((ref) => named(ref, kind.types[0])) : [];
    const name = names.find((one) => !ID.test(one));
    if (name !== undefined) return name;
  }
  return 'my-resource';
}

/** What an account has but one of goes by its name (src/resources/account.ts). */
function named({ type, id }: Ref, subject: string): readonly string[] {
  if (type === ACCOUNT) return ['account'];
  return type === subject ? [id.split('/').at(-1) ?? id] : [];
}
