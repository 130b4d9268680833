import { createHash } from 'node:crypto';
import type { RequestHandler } from '../wire.ts';
import { signerOf } from './signer.ts';

/** What the SDK tells a provider of credentials: the configuration of the client that asks. */
interface Asker {
  readonly callerClientConfig?: object;
}
/**
 * V8 keeps an object as large as a client's configuration as a table, until it serves as a prototype. The SDK spreads it four times a call:
 * from a table, that is a third of all that a call costs.
 */
const quicken = (configuration: object): void => void Object.create(configuration);

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
    const credentials = async ({ callerClientConfig = {} }: Asker = {}) => {
      quicken(callerClientConfig);
      return { accessKeyId, secretAccessKey: 'world' };
    };
    return { ...known, userAgentAppId, requestHandler, signerConstructor, credentials };
  }
}
