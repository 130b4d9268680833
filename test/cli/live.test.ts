import { describe, expect, test } from 'vitest';
import { wordsOf, written } from '../written.ts';
import { node, type Run } from './run.ts';

const SAMPLE = 'events/notebooks/notebook-encryption.cloudtrail.json';
/** As the README has it. */
const LINE = wordsOf(written.find(({ line }) => line.endsWith(' --live'))?.line.replace('my-event.json', SAMPLE) ?? '').slice(2);
const ASKED = 'asked https://sts.eu-west-1.amazonaws.com/\n';
const NOBODY = { AWS_EC2_METADATA_DISABLED: 'true', AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' };
const SOMEBODY = { ...NOBODY, AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'example' };
/** Whoever opens a socket ends with 99: that is what every call of AWS but the one question to STS does. */
const live = (env: Readonly<Record<string, string>>): Promise<Run> =>
  node(['--import', './test/cli/sts.ts', 'src/cli/mlwarden.ts', ...LINE], env);

describe('an event replayed in one’s own account', () => {
  test('is refused where it is of another account, and nothing but STS is asked', async () => {
    expect(await live({ ...SOMEBODY, STS_SAYS: '444455556666' })).toEqual({
      code: 2,
      out: '',
      err: `${ASKED}mlwarden: ${SAMPLE} is of account 111122223333, and your credentials are of 444455556666.\n`,
    });
  });
  test('is looked at where it is of that account', async () => {
    const { code, err } = await live({ ...SOMEBODY, STS_SAYS: '111122223333' });
    expect([code, err]).toEqual([99, `${ASKED}opened a socket: net\n`]);
  });
  test('is refused where STS does not know the caller', async () => {
    const { code, err } = await live({ ...SOMEBODY, STS_SAYS: '' });
    expect([code, err]).toEqual([
      2,
      expect.stringMatching(/^asked .*\nmlwarden: Whose account .*: STS does not confirm .* still good\.\n$/),
    ]);
  });
  test('is refused where there are no credentials, and nobody is asked', async () => {
    const { code, err } = await live(NOBODY);
    expect([code, err]).toEqual([2, expect.stringMatching(/^mlwarden: Whose account your credentials are of cannot be told: [^.]*\.\n$/)]);
  });
});
