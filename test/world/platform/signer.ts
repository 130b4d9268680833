interface Request {
  headers: Record<string, string>;
}
interface Scope {
  readonly region: string | (() => Promise<string>);
  readonly service: string;
}

/** Signs in name only: the world reads who asks for what where, and checks no digest. Digests are half of what an SDK call costs. */
export const signerOf = (accessKeyId: string) =>
  class Signer {
    readonly #scope: Scope;
    constructor(scope: Scope) {
      this.#scope = scope;
    }

    async sign<R extends Request>(request: R): Promise<R> {
      const { region, service } = this.#scope;
      const where = typeof region === 'string' ? region : await region();
      request.headers.authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/${where}/${service}/aws4_request`;
      return request;
    }
  };
