/** A signature checked as AWS checks it: computed anew from what has arrived (IAM guide, "Create a signed AWS API request"). */
import { createHash, createHmac } from 'node:crypto';

export interface Arrived {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
export interface Expected {
  readonly service: string;
  readonly region: string;
  readonly now: Date;
  readonly secret: (accessKeyId: string) => string | undefined;
}
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const MINUTES_5 = 300_000;

/** The access key that signed, or why the signature is not taken. */
export function signer(
  { method, path, headers, body }: Arrived,
  { service, region, now, secret }: Expected,
): { key: string } | { refused: string } {
  const [, key = '', day = '', scope = '', signed = '', signature = ''] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/(.+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    ) ?? [];
  if (scope !== `${region}/${service}/aws4_request`)
    return { refused: `Credential should be scoped to ${region}/${service}, not ${scope}` };
  const at = headers['x-amz-date'] ?? '';
  const time = Date.parse(at.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (!(Math.abs(time - now.getTime()) < MINUTES_5) || !at.startsWith(day)) return { refused: 'Signature expired' };
  const names = signed.split(';');
  // Whatever x-amz header there is has to be signed, and the host.
  const must = ['host', ...Object.keys(headers).filter((name) => name.startsWith('x-amz-'))];
  const missing = must.find((name) => !names.includes(name));
  if (missing) return { refused: `${missing} is not signed` };
  const claimed = headers['x-amz-content-sha256'];
  if (claimed !== undefined && claimed !== sha256(body)) return { refused: 'the hash of the body is not that of the body' };
  const canonical = [
    method,
    path,
    '',
    ...names.map((name) => `${name}:${(headers[name] ?? '').trim().replace(/ +/g, ' ')}`),
    '',
    signed,
    sha256(body),
  ].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', at, `${day}/${scope}`, sha256(canonical)].join('\n');
  const known = secret(key);
  if (known === undefined) return { refused: 'The security token included in the request is invalid.' };
  const derived = [region, service, 'aws4_request'].reduce<Buffer>((k, part) => hmac(k, part), hmac(`AWS4${known}`, day));
  if (hmac(derived, toSign).toString('hex') !== signature)
    return { refused: 'The request signature we calculated does not match the signature you provided.' };
  return { key };
}
