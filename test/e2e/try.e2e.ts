import { expect, test } from 'vitest';
import { deployment } from './deployment.ts';
test('deploys', async () => {
  const d = await deployment();
  try {
    let t = Date.now();
    await d.deploy('default');
    console.log('observe', Date.now() - t);
    t = Date.now();
    await d.deploy('prod');
    console.log('prod', Date.now() - t);
    console.log(await d.ask('lambda', 'GET', '/2015-03-31/functions/mlwarden-notebook-root-access/configuration', undefined));
  } finally {
    console.log(d.emulator.log().slice(-3000));
    await d.end();
  }
  expect(1).toBe(1);
});
