/** Loaded before the operator's function: it dials STS by its name, which leads to the emulator here. The name is signed, and so arrives as it is. */
import { request } from 'node:http';
import { text } from 'node:stream/consumers';

const { hostname, port } = new URL(process.env.AWS_ENDPOINT_URL ?? '');
const anywhere = globalThis.fetch;
globalThis.fetch = async (where, options) => {
  const { hostname: host } = new URL(String(where));
  if (!host.startsWith('sts.')) return await anywhere(where, options);
  const headers = { ...(options?.headers as Record<string, string>), host };
  return await new Promise((done, failed) => {
    const asked = request({ hostname, port, method: 'POST', path: '/', headers }, async (answer) =>
      done(new Response(await text(answer), { status: answer.statusCode ?? 500 })),
    );
    asked.once('error', failed).end(options?.body);
  });
};
