import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Home, read, Unreadable } from '../../src/engine/read.ts';
import { cloudtrail } from '../../src/triggers/cloudtrail.ts';
import { configRule } from '../../src/triggers/config.ts';
import { stateChange } from '../../src/triggers/state-change.ts';
import { FIVE } from '../triggers/five.ts';
import { type Event, outcome, sample } from '../triggers/outcome.ts';

const HOME: Home = { account: '111122223333', region: 'us-east-1' };
const NOTEBOOK = 'AWS::SageMaker::NotebookInstance';
const TRIGGERS = [
  stateChange('SageMaker Notebook Instance State Change', NOTEBOOK, { name: 'NotebookInstanceName', arn: 'NotebookInstanceArn' }),
  cloudtrail('iam', { CreatePolicyVersion: { type: 'AWS::IAM::Policy', id: 'policyArn' } }),
];
const notebook = (id: unknown, envelope: object = {}): Event => ({
  ...sample('sagemaker-notebook-instance-state-change'),
  ...envelope,
  detail: { NotebookInstanceName: id },
});
const read1 = (event: unknown, home = HOME) => outcome(event, TRIGGERS, home);

function refusal(event: unknown): Unreadable {
  try {
    read(event, TRIGGERS, HOME);
  } catch (error) {
    if (error instanceof Unreadable) return error;
  }
  throw new Error('was not refused');
}

describe('the envelope', () => {
  it.each([
    ['nothing', null, ''],
    ['a text', 'x', ''],
    ['a list', [], ''],
    ['no source', { source: undefined }, 'source'],
    ['a detail-type that is no text', { 'detail-type': 1 }, 'detail-type'],
    ['a detail-type nobody listens to', { 'detail-type': 'SageMaker Model State Change' }, 'detail-type'],
    ['a source nobody listens to', { source: 'aws.s3' }, 'source'],
    ['an empty id', { id: '' }, 'id'],
    ['a short account', { account: '1111' }, 'account'],
    ['an account with a digit too many', { account: '1111222233334' }, 'account'],
    ['an account after something else', { account: 'x111122223333' }, 'account'],
    ['an account that is a number', { account: 111122223333 }, 'account'],
    ['no Region', { region: 'Frankfurt' }, 'region'],
    ['a Region after something else', { region: '1us-east-1' }, 'region'],
    ['a Region before something else', { region: 'us-east-1a' }, 'region'],
    ['a time of fifteen digits', { time: '165359287700000' }, 'time'],
    ['a time of day', { time: '10:00' }, 'time'],
    ['a year of six digits', { time: '+012022-05-26T19:21:17Z' }, 'time'],
    ['a time before something else', { time: '2022-05-26T19:21:17Z\u0000' }, 'time'],
    ['the 45th of May', { time: '2022-05-45T19:21:17Z' }, 'time'],
    ['a time in words', { time: 'May 26, 2022' }, 'time'],
    ['no detail', { detail: undefined }, 'detail'],
  ])('with %s cannot be read', (_, envelope, path) => {
    const event = typeof envelope === 'object' && envelope && 'length' in envelope === false ? { ...notebook('x'), ...envelope } : envelope;
    expect(refusal(event).path).toBe(path);
  });

  it.each([
    ['source', 'sagemaker', 'aws.sagemaker or aws.iam'],
    ['detail-type', 'x', 'SageMaker Notebook Instance State Change'],
    ['account', '1', 'an account id of 12 digits'],
    ['time', 1, 'string'],
    ['time', 'noon', 'a time in ISO 8601'],
    ['region', 'Frankfurt', 'a Region'],
  ])('is refused in one sentence: %s', (field, value, expected) => {
    expect(refusal({ ...notebook('x'), [field]: value }).message).toBe(`Cannot read ${field}: expected ${expected}.`);
  });

  it('whose detail is wrong is refused by the whole path', () => {
    const { path, message } = refusal(notebook('x'.repeat(2049)));
    expect([path, message]).toEqual([
      'detail.NotebookInstanceName',
      'Cannot read detail.NotebookInstanceName: expected 0 to 2048 printable characters.',
    ]);
  });

  it.each(['a\u0000b', 'a\nb', 'a\ud800'])('whose detail has no text that anybody could have written is refused: %j', (name) => {
    expect(refusal(notebook(name)).path).toBe('detail.NotebookInstanceName');
  });

  it.each([
    ['half an ARN', notebook('arn:aws:sagemaker'), 'Cannot read detail.NotebookInstanceName: expected an ARN of six parts.'],
    ["another service's ARN", notebook('arn:aws:iam::111122223333:role/a'), `Cannot read detail: expected an ARN of ${NOTEBOOK}.`],
  ])('that names %s is refused in one sentence', (_, event, message) => {
    expect(refusal(event).message).toBe(message);
  });

  it('is refused naming every detail-type that is heard from its source', () => {
    const two = [...TRIGGERS, stateChange('SageMaker Model State Change', 'AWS::SageMaker::Model', { name: 'ModelName', arn: 'ModelArn' })];
    expect(() => read(notebook('x', { 'detail-type': 'x' }), two, HOME)).toThrow(
      'Cannot read detail-type: expected SageMaker Notebook Instance State Change or SageMaker Model State Change.',
    );
  });

  it.each([
    ['with fractions of a second', '2022-05-26T19:21:17.123456Z', '2022-05-26T19:21:17.123Z'],
    ['in whole seconds', '2022-05-26T19:21:17Z', '2022-05-26T19:21:17.000Z'],
    ['in milliseconds since 1970', '1653592877000', '2022-05-26T19:21:17.000Z'],
  ])('has a time %s', (_, time, iso) => {
    expect(read(notebook('x', { time }), TRIGGERS, HOME)).toMatchObject({ cause: { time: iso } });
  });

  it('may come from a Region whose number has two digits', () => {
    expect(read1(notebook('x', { region: 'us-east-12' }), { ...HOME, region: 'us-east-12' })).toBe('NotebookInstance x');
  });

  it('that is nothing at all is refused in one sentence', () => {
    expect(refusal(undefined).message).toBe('Cannot read the event: expected object.');
  });

  it('that may be one of several values is refused naming them', () => {
    const event = sample('config-rules-compliance-change.sagemaker-notebook');
    event.detail.newEvaluationResult.complianceType = 'PERHAPS';
    expect(() => read(event, [configRule(NOTEBOOK, ['sagemaker-'])], HOME)).toThrow(
      'Cannot read detail.newEvaluationResult.complianceType: expected NON_COMPLIANT or COMPLIANT or NOT_APPLICABLE or INSUFFICIENT_DATA.',
    );
  });

  it('may have fields nobody knows', () => {
    const event = JSON.parse(`{ "__proto__": { "source": "x" }, "constructor": 1, ${JSON.stringify(notebook('n')).slice(1)}`);
    expect(read1(event)).toBe('NotebookInstance n');
  });
});

describe('home', () => {
  const arn = (text: string) => read1(notebook(text));
  it.each([
    ['its own name', 'Team-A', 'NotebookInstance Team-A'],
    [
      'its own ARN',
      'arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/a',
      'NotebookInstance arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/a',
    ],
    ["another account's ARN", 'arn:aws:sagemaker:us-east-1:444455556666:notebook-instance/a', 'foreign'],
    ["another Region's ARN", 'arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/a', 'foreign'],
    ["another partition's ARN", 'arn:aws-cn:sagemaker:us-east-1:111122223333:notebook-instance/a', 'foreign'],
    ["another service's ARN", 'arn:aws:iam::111122223333:role/a', '! detail'],
    ['half an ARN', 'arn:aws:sagemaker:us-east-1:111122223333', '! detail.NotebookInstanceName'],
    ["mlwarden's own", 'mlwarden-notebook', 'ours'],
    ["mlwarden's own in other letters", 'MLWarden-notebook', 'ours'],
    ["mlwarden's own ARN", 'arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/mlwarden-x', 'ours'],
    ['a name in which an ARN stands', 'not-arn:aws:iam::444455556666:role/a', 'NotebookInstance not-arn:aws:iam::444455556666:role/a'],
    ["somebody's who likes the name", 'my-mlwarden-notebook', 'NotebookInstance my-mlwarden-notebook'],
  ])('%s', (_, id, expected) => {
    expect(arn(id)).toBe(expected);
  });

  it.each([
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
    ['eu-central-1', 'aws'],
  ])('in %s has ARNs of %s', (region, partition) => {
    const id = `arn:${partition}:sagemaker:${region}:111122223333:notebook-instance/a`;
    expect(read1(notebook(id, { region }), { ...HOME, region })).toBe(`NotebookInstance ${id}`);
    expect(read1(notebook(id.replace(partition, 'aws-iso'), { region }), { ...HOME, region })).toBe('foreign');
  });

  it.each([
    ['arn:aws:iam::111122223333:policy/ml', 'Policy arn:aws:iam::111122223333:policy/ml'],
    ['arn:aws:iam::444455556666:policy/ml', 'foreign'],
    ['arn:aws:iam::aws:policy/AdministratorAccess', 'foreign'],
    ['arn:aws:iam::111122223333:policy/path/mlwarden-boundary', 'ours'],
    ['arn:aws:iam::111122223333:policy/mlwarden-fans/ml', 'Policy arn:aws:iam::111122223333:policy/mlwarden-fans/ml'],
  ])('hears of its policies from the one Region that IAM reports to: %s', (policyArn, expected) => {
    const event = sample('cloudtrail.iam.AttachRolePolicy');
    Object.assign(event.detail, { eventName: 'CreatePolicyVersion', requestParameters: { policyArn } });
    expect(read1(event, { ...HOME, region: 'eu-central-1' })).toBe(expected);
  });
});

describe('several resources in one event', () => {
  const names = (count: number, more: readonly string[] = []) => [...Array.from({ length: count }, (_, i) => `n${i}`), ...more];
  const many = (ids: readonly string[]) => {
    const [trigger] = TRIGGERS;
    const refs = ids.map((id) => ({ type: NOTEBOOK, id, account: HOME.account, region: HOME.region, at: 'x' }));
    return outcome(notebook('x'), trigger ? [{ ...trigger, refs: () => refs }] : [], HOME);
  };

  it('count once each', () => {
    expect(many(['b', 'a', 'b'])).toBe('NotebookInstance b, NotebookInstance a');
  });
  it.each([
    ['another account', { account: '444455556666' }],
    ['another Region', { region: 'eu-west-1' }],
  ])('leave out what stands in %s, whoever sent the event', (_, where) => {
    const [trigger] = TRIGGERS;
    const ref = { type: NOTEBOOK, id: 'a', account: HOME.account, region: HOME.region, at: 'x' };
    const refs = () => [
      { ...ref, ...where },
      { ...ref, id: 'b' },
    ];
    expect(outcome(notebook('x'), trigger ? [{ ...trigger, refs }] : [], HOME)).toBe('NotebookInstance b');
  });
  it("leave out mlwarden's own", () => {
    expect(many(['a', 'mlwarden-x'])).toBe('NotebookInstance a');
  });
  it('are at most fifty', () => {
    expect(many(names(50, ['n7', 'mlwarden-x'])).split(', ')).toHaveLength(50);
    expect(many(names(51))).toBe('! detail');
    const [trigger] = TRIGGERS;
    const refs = names(51).map((id) => ({ type: NOTEBOOK, id, account: HOME.account, region: HOME.region, at: 'x' }));
    const said = () => read(notebook('x'), trigger ? [{ ...trigger, refs: () => refs }] : [], HOME);
    expect(said).toThrow('Cannot read detail: expected at most 50 resources.');
  });
});

describe('whatever the event is', () => {
  const all = Object.values(FIVE).flat();
  /** Every sample with one value, anywhere, replaced by another JSON. */
  const files = [
    'config-rules-compliance-change.sagemaker-notebook',
    'securityhub-findings-imported.sagemaker-1',
    'guardduty-finding.attack-sequence-iam',
  ];
  files.push('securityhub-findings-imported-v2.compliance-finding', 'cloudtrail.iam.CreateRole', 'sagemaker-endpoint-state-change');
  const paths = (value: unknown, at: readonly string[] = []): readonly string[][] =>
    typeof value === 'object' && value !== null
      ? [[...at], ...Object.entries(value).flatMap(([key, inner]) => paths(inner, [...at, key]))]
      : [[...at]];
  const put = (event: Event, path: readonly string[], value: unknown): unknown => {
    const [key, ...rest] = path;
    if (key !== undefined) Object.defineProperty(event, key, { value: put(event[key], rest, value), enumerable: true });
    return key === undefined ? value : event;
  };
  const damaged = fc
    .constantFrom(...files.map(sample))
    .chain((event) =>
      fc
        .tuple(fc.constantFrom(...paths(event)), fc.jsonValue({ maxDepth: 3 }))
        .map(([path, value]) => put(structuredClone(event), path, value)),
    );

  it('it is read, ignored or unreadable: nothing else is thrown, and what is named is bounded and printable', () => {
    fc.assert(
      fc.property(fc.oneof(damaged, fc.jsonValue()), (event) => {
        for (const home of [HOME, { account: '123456789012', region: 'us-west-2' }]) {
          const heard = attempt(event, home);
          for (const ref of heard)
            expect([ref.account, ref.id]).toEqual([home.account, expect.stringMatching(/^[^\p{Cc}\p{Cs}]{1,2048}$/u)]);
          expect(heard.length).toBeLessThanOrEqual(50);
        }
      }),
      { numRuns: Number(process.env.RUNS ?? 2_000) },
    );
  });

  function attempt(event: unknown, home: Home) {
    try {
      const heard = read(event, all, home);
      return 'refs' in heard ? heard.refs : [];
    } catch (error) {
      expect(error).toBeInstanceOf(Unreadable);
      return [];
    }
  }

  it.each([
    ['a hundred thousand findings', (findings: Event) => Array.from({ length: 100_000 }, () => findings[0]), '! detail.findings'],
    [
      'fifty findings with fifty broken resources each',
      (findings: Event) => Array(50).fill({ ...findings[0], Resources: Array(50).fill({}) }),
      '! detail.findings[0].Resources[0].Type',
    ],
  ])('%s are refused', (_, change, expected) => {
    const event = sample('securityhub-findings-imported.sagemaker-1');
    event.detail.findings = change(event.detail.findings);
    expect(outcome(event, FIVE['notebook-encryption'])).toBe(expected);
  });

  it('a list that is too long is refused in one sentence', () => {
    const event = sample('securityhub-findings-imported.sagemaker-1');
    event.detail.findings = Array(51).fill(event.detail.findings[0]);
    const said = () => read(event, FIVE['notebook-encryption'], { account: event.account, region: event.region });
    expect(said).toThrow('Cannot read detail.findings: expected at most 50 elements.');
  });
});
