import { createHash } from 'node:crypto';
import type { RequestHandler } from '../wire.ts';
import { signerOf } from './signer.ts';

/** Who may sign in this world: an access key for every ARN that asks for one. */
export class Principals {
  readonly #arns = new Map<string, string>();

  arnOf(accessKeyId: string): string | undefined {
    return this.#arns.get(accessKeyId);
  }

  /** Complete, so that the SDK reads no file and asks no network: with nothing but promises to await, the order of calls is the seed's. */
  connection(arn: string, requestHandler: RequestHandler) {
    const accessKeyId = `AKIA${createHash('sha256').update(arn).digest('hex').slice(0, 16).toUpperCase()}`;
    this.#arns.set(accessKeyId, arn);
    const known = { retryMode: 'standard', defaultsMode: 'standard', useDualstackEndpoint: false, useFipsEndpoint: false } as const;
    const userAgentAppId = async (): Promise<undefined> => undefined;
    const signerConstructor = signerOf(accessKeyId);
    return { ...known, userAgentAppId, requestHandler, signerConstructor, credentials: { accessKeyId, secretAccessKey: 'world' } };
  }
}
