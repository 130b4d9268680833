/** What passes between the SDK and the world: HTTP, one protocol a service. */
import type { AwsError } from './habitat.ts';

export interface Request {
  readonly method: string;
  readonly hostname?: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}
export interface Response {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}
interface Written {
  readonly headers: Record<string, string>;
  readonly body: string;
}
export interface Protocol {
  /** The input in the SDK's own member names. */
  read(request: Request): { operation: string; input: unknown };
  answer(operation: string, output: unknown): Written;
  refuse(error: AwsError): Written;
}

/** The body as text: the SDK hands over a string or bytes. */
export function text({ body }: Request): string {
  if (typeof body === 'string') return body;
  return body instanceof Uint8Array ? new TextDecoder().decode(body) : '';
}
