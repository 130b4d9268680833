import { describe, expect, test } from 'vitest';
import type { AnyRemediation } from '../../../src/engine/remediation.ts';
import { remediation } from '../../../src/remediations/supply-chain/image-vulnerabilities.ts';
import type { Findings } from '../../../src/resources/image-findings.ts';
import type { ImagePipelineState } from '../../../src/resources/image-pipeline.ts';
import { pipelineOf } from '../../../src/resources/pipeline.ts';
import { type Definition, digestOf } from '../../../src/resources/pipeline-definition.ts';
import { flaw, next, step } from '../promise.ts';

const resource = pipelineOf({ partition: 'aws', account: '111122223333', region: 'eu-west-1' }, 'Churn-Release');
const stage = (name: string, category: string, provider: string) => ({
  name,
  actions: [{ name, actionTypeId: { category, owner: 'AWS', provider, version: '1' } }],
});
const [source, build, staging, deploy] = [
  stage('Source', 'Source', 'ECR'),
  stage('Build', 'Build', 'CodeBuild'),
  stage('Staging', 'Deploy', 'ECS'),
  stage('Deploy', 'Deploy', 'ECS'),
];
const defined = (...stages: object[]) => ({ name: 'Churn-Release', roleArn: 'r', stages }) as unknown as Definition;
const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
const ago = (days: number) => new Date(Date.parse('2026-11-01T12:00:00Z') - days * 864e5).toISOString();
const critical = (days: number, count = 2): Findings => ({ CRITICAL: { count, oldest: ago(days) } });

function seen(found: Findings | null | undefined, state: Partial<ImagePipelineState> = {}, settings = {}) {
  const definition = state.definition ?? defined(source, staging, deploy);
  const images = found === undefined ? {} : { [`churn/serve@${digest}`]: found };
  return {
    remediation: remediation as unknown as AnyRemediation,
    resource,
    state: { version: 1, definition, content: digestOf(definition), closed: {}, shut: {}, earlier: {}, images, ...state },
    settings,
  };
}

const REASON =
  'Closed by mlwarden (image-vulnerabilities). Its record says which image has what. It opens by itself when a clean one comes.';
const ours = { closed: { Staging: REASON } };
const high: Findings = { HIGH: { count: 1, oldest: ago(90) } };

describe('whether a pipeline deploys what is vulnerable', () => {
  test.each<
    [says: string, found: Findings | null | undefined, state: Partial<ImagePipelineState>, settings: object, says: RegExp | undefined]
  >([
    [
      'critical findings are old',
      critical(8),
      {},
      {},
      /^Staging would .*: churn\/serve@0123456789ab has 2 CRITICAL, known since 2026-10-24$/,
    ],
    ['they are younger', critical(6), {}, {}, undefined],
    ['they are as old as is allowed', critical(7), {}, {}, undefined],
    ['they are younger than this policy allows', critical(20), {}, { days: 30 }, undefined],
    ['none may be', critical(0.1), {}, { days: 0 }, /2 CRITICAL/],
    ['only high ones are old', high, {}, {}, undefined],
    ['high ones count, too', high, {}, { severities: ['CRITICAL', 'HIGH'] }, /1 HIGH/],
    ['nothing was found', {}, {}, {}, undefined],
    ['no scan tells', null, {}, {}, undefined],
    ['no scan tells, and we closed it for what came before', null, ours, {}, /no scan tells what churn\/serve@0123456789ab has$/],
    [
      'no scan tells, and another of our reasons closed it',
      null,
      { closed: { Staging: 'Closed by mlwarden (pipeline-gate).' } },
      {},
      undefined,
    ],
    ['no scan tells, and its owner closed it', null, { shut: { Staging: 'freeze' } }, {}, undefined],
    ['nothing was found, and we closed it for what came before', {}, ours, {}, undefined],
    ['young ones were found, and we closed it for what came before', critical(6), ours, {}, undefined],
    ['no image comes from ECR', undefined, {}, {}, undefined],
    ['nothing is deployed', critical(90), { definition: defined(source, build) }, {}, undefined],
  ])('%s', (_, found, state, settings, says) => {
    const is = flaw(seen(found, state, settings));
    if (says) expect(is?.says).toMatch(says);
    else expect(is).toBeUndefined();
  });

  test('all its images count', () => {
    const images = { 'churn/serve@sha256:a': {}, [`churn/batch@${digest}`]: critical(9) };
    expect(flaw(seen({}, { images }))?.says).toContain('churn/batch@0123456789ab');
  });
});

describe('a pipeline that deploys what is vulnerable', () => {
  test('is closed before it deploys, which opening it undoes', () => {
    expect(flaw(seen(critical(8)))).toMatchObject({ contained: false, holds: { what: 'closed before Staging', effect: 'reversible' } });
    const { step: s, after } = step(seen(critical(8)));
    const stage = { pipelineName: 'Churn-Release', stageName: 'Staging', transitionType: 'Inbound' };
    expect(s).toMatchObject({
      call: { api: 'DisableStageTransition', input: { ...stage, reason: REASON } },
      effect: 'reversible',
      undo: { api: 'EnableStageTransition', input: stage },
    });
    expect(flaw({ ...seen(critical(8)), state: after as ImagePipelineState })).toMatchObject({ contained: true });
  });

  test('is closed by one and the same call, whatever the last scan has found: what is approved, or was undone three times, stays so', () => {
    const calls = [critical(8), critical(30, 5), { ...critical(9), ...high }].map((found) => step(seen(found)).step.call);
    expect(new Set(calls.map((call) => JSON.stringify(call))).size).toBe(1);
  });

  test.each([
    ['we', { closed: { Staging: REASON } }],
    ['its owner', { shut: { Staging: 'freeze' } }],
  ])('is, once %s closed it, for a person to bring a clean image', (_, gates) => {
    expect(flaw(seen(critical(8), gates))).toMatchObject({ contained: true });
    expect(next(seen(critical(8), gates))).toMatchObject({ do: 'tell' });
  });

  test('is not contained where another stage is closed', () => {
    expect(flaw(seen(critical(8), { shut: { Deploy: 'freeze' } }))).toMatchObject({ contained: false });
  });
});

test.each([{ days: -1 }, { severities: [] }, { severities: ['LOW'] }])('settings %j are refused', (settings) => {
  expect(() => flaw(seen(critical(8), {}, settings))).toThrow();
});
