/** STS itself. Whoever asks has signed the request. */
import type { AskSts } from './proof.ts';

/** Milliseconds that it is waited for. */
const PATIENCE = 5_000;

export const sts: AskSts = async (host, headers, body) => {
  const signal = AbortSignal.timeout(PATIENCE);
  const response = await fetch(`https://${host}/`, { method: 'POST', headers, body, redirect: 'error', signal });
  return { status: response.status, text: await response.text() };
};
