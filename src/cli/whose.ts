/** Whose account the caller's own credentials are of. STS is asked, and nobody else. */
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { identify, orderHash } from '../operator/proof.ts';
import { proofOf } from '../operator/sign.ts';
import { sts } from '../operator/sts.ts';
import { BadInput } from './options.ts';
import type { Scene } from './sources.ts';
import { sentence } from './text.ts';

export async function ownAccount(region: string): Promise<string> {
  const now = new Date();
  try {
    const proof = await proofOf('replay', {}, region, await defaultProvider()(), now);
    return (await identify(proof, orderHash('replay', {}), region, now, sts)).account;
  } catch (error) {
    throw new BadInput(`Whose account your credentials are of cannot be told: ${sentence((error as Error).message)}.`);
  }
}

/** Throws `BadInput` for an event of another account: a resource of the same name here would be taken for the one it names. */
export async function checkAccount(scenes: readonly Scene[]): Promise<void> {
  const accounts = new Map<string, string>();
  for (const { file, home = { account: '', region: '' } } of scenes) {
    const own = accounts.get(home.region) ?? (await ownAccount(home.region));
    accounts.set(home.region, own);
    if (own !== home.account) throw new BadInput(`${file} is of account ${home.account}, and your credentials are of ${own}.`);
  }
}
