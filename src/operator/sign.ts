/** The caller's own signature: on the proof of who he is, and on what is sent to a function's URL. */
import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { BODY, HEADER, type Headers, orderHash, stsHost, TYPE } from './proof.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}
export interface Signed {
  readonly service: string;
  readonly region: string;
  readonly hostname: string;
  readonly headers: Headers;
  readonly body: string;
}

/** What the signer hashes with: Node's own. */
class Sha256 {
  readonly #hash: Hash | Hmac;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytes(secret));
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytes(data));
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
  reset(): void {
    throw new Error('A hash is used once.');
  }
}
function bytes(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** The headers of a POST to `/` of that host, signed as of `now`. */
export async function sign({ service, region, hostname, headers, body }: Signed, credentials: Credentials, now: Date): Promise<Headers> {
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256 });
  const request = { method: 'POST', protocol: 'https:', hostname, path: '/', headers: { host: hostname, ...headers }, body };
  return (await signer.sign(request, { signingDate: now })).headers;
}

/** Good for this order only, and for two minutes. */
export async function proofOf(verb: string, input: unknown, region: string, credentials: Credentials, now: Date): Promise<Headers> {
  const headers = { 'content-type': TYPE, [HEADER]: orderHash(verb, input) };
  return await sign({ service: 'sts', region, hostname: stsHost(region), headers, body: BODY }, credentials, now);
}
