/**
 * Who is at the door, proven: a request to STS, GetCallerIdentity, that the caller has signed and the door sends on. One of the headers that
 * are signed is the digest of the order, so that a proof is good for that order only. A door that can be invoked directly can be told
 * anything about its caller, also what a function URL would tell; a signature it cannot be told.
 */
import { digest } from '../ledger/chain.ts';
import { Refused } from './office.ts';

export const HEADER = 'x-mlwarden-order';
export const BODY = 'Action=GetCallerIdentity&Version=2011-06-15';
export const TYPE = 'application/x-www-form-urlencoded; charset=utf-8';
/** Milliseconds that a proof is good for, either way: clocks differ. */
const FRESH = 120_000;
/** Only these are sent on. `host` is where they are sent. */
const SENT = ['accept', 'authorization', 'content-type', 'x-amz-content-sha256', 'x-amz-date', 'x-amz-security-token', HEADER];
const MUST_BE_SIGNED = ['host', 'x-amz-date', HEADER];

export type Headers = Readonly<Record<string, string>>;
/** As STS tells it: `AROA…:session` for the session of a role. */
export interface Identity {
  readonly arn: string;
  readonly id: string;
  readonly account: string;
}
export type AskSts = (host: string, headers: Headers, body: string) => Promise<{ readonly status: number; readonly text: string }>;

export const stsHost = (region: string): string => `sts.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
export const orderHash = (verb: string, input: unknown): string => digest({ verb, input });

/** The headers to send on, or `Refused`: what is not signed, not of this order, or not of this minute proves nothing. */
function checked(proof: Headers, hash: string, now: Date): Headers {
  const headers = Object.fromEntries(Object.entries(proof).map(([name, value]) => [name.toLowerCase(), value]));
  const signed = /SignedHeaders=([^,\s]+)/.exec(headers.authorization ?? '')?.[1]?.split(';') ?? [];
  const missing = MUST_BE_SIGNED.find((name) => !signed.includes(name));
  if (missing) throw new Refused(`The proof of who you are does not sign ${missing}.`);
  if (headers[HEADER] !== hash) throw new Refused('The proof of who you are is for another order.');
  const [, y, mo, d, h, m, s] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(headers['x-amz-date'] ?? '') ?? [];
  const at = Date.parse(`${y}-${mo}-${d}T${h}:${m}:${s}Z`);
  if (!(Math.abs(now.getTime() - at) <= FRESH)) throw new Refused('The proof of who you are is not of this minute: is your clock right?');
  return Object.fromEntries(Object.entries(headers).filter(([name]) => SENT.includes(name)));
}

/** Throws `Refused` for a proof that proves nothing. */
export async function identify(proof: Headers, hash: string, region: string, now: Date, ask: AskSts): Promise<Identity> {
  const { status, text } = await ask(stsHost(region), { ...checked(proof, hash, now), accept: 'application/json' }, BODY);
  if (status !== 200) throw new Refused('STS does not confirm who you are: are your credentials of this Region and still good?');
  const { Arn: arn, UserId: id, Account: account } = answered(text);
  if (!arn || !id || !account) throw new Refused('STS has answered something that says nobody’s name.');
  return { arn, id, account };
}

function answered(text: string): { readonly Arn?: string; readonly UserId?: string; readonly Account?: string } {
  try {
    return JSON.parse(text).GetCallerIdentityResponse.GetCallerIdentityResult;
  } catch {
    return {};
  }
}
