/** A handler in a process of its own, as Lambda would run it: one event after the other, each answered with what it took. */
const asked = process.argv[2] ?? '';
const cpu = (since?: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
};
// First of all, so that nothing of what it needs has been loaded for us.
const [began, spent] = [performance.now(), process.cpuUsage()];
const { handler } = require(asked) as { handler(event: unknown): Promise<unknown> };
const imported = { ms: performance.now() - began, cpu: cpu(spent) };

const { writeSync } = require('node:fs') as typeof import('node:fs');
const { subscribe } = require('node:diagnostics_channel') as typeof import('node:diagnostics_channel');
const { createInterface } = require('node:readline') as typeof import('node:readline');

let calls: string[] = [];
subscribe('http.client.request.start', (message) => {
  const { request } = message as { request: import('node:http').ClientRequest };
  calls.push(String(request.getHeader('x-amz-target') ?? 'query').replace(/^.*\./, ''));
});
const answer = (fields: object): number => writeSync(3, `${JSON.stringify(fields)}\n`);

async function run(line: string): Promise<void> {
  const event = JSON.parse(line) as unknown;
  calls = [];
  const [began, spent] = [performance.now(), process.cpuUsage()];
  const took = () => ({ ms: performance.now() - began, cpu: cpu(spent), calls });
  try {
    const says = await handler(event);
    answer({ ...took(), says: JSON.stringify(says) });
  } catch (error) {
    const { name, message } = error as Error;
    answer({ ...took(), says: '', failed: `${name}: ${message}` });
  }
}
answer({ imported });
createInterface({ input: process.stdin }).on('line', (line) => void run(line));
