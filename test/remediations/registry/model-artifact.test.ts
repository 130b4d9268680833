import { describe, expect, test } from 'vitest';
import type { AnyRemediation, Json } from '../../../src/engine/remediation.ts';
import { remediation } from '../../../src/remediations/registry/model-artifact.ts';
import type { Artifact, ModelArtifactState } from '../../../src/resources/model-artifact.ts';
import { sagemaker } from '../../../src/resources/sagemaker.ts';
import { flaw, next, step } from '../promise.ts';

const [GOOD, BAD] = ['755f85c2723bb39381c7379a604160d8', 'bae60998ffe4923b131e3d6e4c19993e'];
const CREATED = '2026-11-01T11:00:00.000Z';
const [BEFORE, SINCE] = ['2026-10-31T11:00:00.000Z', '2026-11-01T11:50:00.000Z'];
const REASON = 'Set back by mlwarden (model-artifact): its artifact is not as registered.';
const URI = 's3://ml-models/März 1/model.tar.gz';
const version = (etag: string, at = SINCE, more: object = {}) => ({ id: `v-${etag.slice(0, 3)}`, etag, at, size: 5, ...more });
const good = version(GOOD, BEFORE);
const kept = { versioning: 'Enabled', encryption: 'AES256' };

const place = { partition: 'aws', account: '111122223333', region: 'eu-west-1' };
const resource = sagemaker('AWS::SageMaker::ModelPackage', 'model-package', place, 'churn-models/3');
const made = (artifacts: { readonly [uri: string]: Artifact }, more: Partial<ModelArtifactState> = {}): ModelArtifactState => ({
  ...{ status: 'Completed', approval: 'Approved', specification: 'd', at: SINCE, created: CREATED, artifacts },
  ...more,
});
const of = (artifact: Artifact, more: Partial<ModelArtifactState> = {}) => made({ [URI]: artifact }, more);
const setBack = { approval: 'PendingManualApproval', description: REASON };
const scene = (state: ModelArtifactState) => ({
  remediation: remediation as unknown as AnyRemediation,
  ...{ resource, state: state as Json, through: URI.split('/')[2] ?? '' },
});
const wrong = { etags: [GOOD], is: version(BAD), good, keeping: kept };

describe('what an approved version is made of', () => {
  test.each<[says: string, artifact: Artifact, wrong: RegExp | undefined]>([
    ['is right where it has the recorded ETag', { etags: [GOOD], is: version(GOOD) }, undefined],
    ['is wrong where it has another', wrong, /was written over at 2026-11-01T11:50.*has the ETag bae6.* and 755f.* was registered/],
    ['is wrong where two recorded different ones', { etags: [BAD, GOOD], is: version(BAD) }, /bae\w+ and 755f\w+ was registered/],
    ['is wrong where it is not there', { etags: [GOOD], good, keeping: kept }, /model.tar.gz is not there/],
    [
      'is wrong where GuardDuty found malware in it',
      { etags: [GOOD], is: version(GOOD), malicious: 'f-1' },
      /malware in .*\(finding f-1\)/,
    ],
    ['is right where nothing was recorded and it has been there since', { etags: [], is: version(BAD, BEFORE) }, undefined],
    ['is right where it came in the moment of registration', { etags: [], is: version(BAD, CREATED) }, undefined],
    [
      'is wrong where nothing was recorded and it came later',
      { etags: [], is: version(BAD) },
      /ETag bae\w+, and one from before was registered/,
    ],
    ['is right under a prefix of which nothing changed', { etags: [], changed: [] }, undefined],
    [
      'is wrong under a prefix of which something did',
      { etags: [], changed: ['a/b', 'a/c'] },
      /came or went since it was registered: a\/b, a\/c/,
    ],
    ['is told of where there is more than is looked at', { etags: [], changed: [], cut: true }, / has too many objects$/],
    ['is told of where it cannot be seen', { etags: [GOOD], unseen: 'AccessDenied: Access Denied' }, /cannot be seen: AccessDenied/],
  ])('%s', (_, artifact, says) => {
    const found = flaw(scene(of(artifact)));
    if (says === undefined) expect(found).toBeUndefined();
    else expect(found).toEqual({ says: expect.stringMatching(says), contained: false });
  });

  test.each(['PendingManualApproval', 'Rejected'])('is nobody’s danger while the version is %s', (approval) =>
    expect(flaw(scene(of(wrong, { approval })))).toBeUndefined(),
  );
  test('can do no harm while the version waits because of it, and is still to be put right', () => {
    expect(flaw(scene(of(wrong, setBack)))).toMatchObject({ contained: true });
    expect(flaw(scene(of({ etags: [GOOD], is: version(GOOD) }, setBack)))).toBeUndefined();
    expect(flaw(scene(of(wrong, { ...setBack, approval: 'Approved' })))).toMatchObject({ contained: false });
  });
});

describe('first', () => {
  test('the version is set back, and an undo approves nothing but what is there now', () => {
    const more = { 's3://ml-models/gone.tar.gz': { etags: [GOOD] } };
    const { step: first } = step(scene(made({ [URI]: wrong, ...more }, { description: 'AUC 0.91' })));
    expect(first).toMatchObject({
      effect: 'reversible',
      call: { api: 'UpdateModelPackage', input: { ModelPackageArn: resource.arn, ModelApprovalStatus: 'PendingManualApproval' } },
      undo: { input: { ModelApprovalStatus: 'Approved', ApprovalDescription: 'AUC 0.91' } },
      expect: {
        ...{ approval: 'PendingManualApproval', specification: 'd' },
        artifacts: { [URI]: { is: { etag: BAD } }, 's3://ml-models/gone.tar.gz': { is: null } },
      },
    });
    expect(first.ask).toBeUndefined();
  });
  test('nothing is done where nothing can be seen: people are told, whatever its approval', () => {
    const unseen = { etags: [GOOD], unseen: 'AccessDenied: Access Denied' };
    for (const more of [{}, setBack])
      expect(next(scene(of(unseen, more)))).toEqual({ do: 'tell', why: expect.stringMatching(/cannot be seen: AccessDenied/) });
  });
  test('what can be seen is judged beside what cannot', () => {
    const state = made({ [URI]: wrong, 's3://theirs/x': { etags: [], unseen: 'AccessDenied: Access Denied' } });
    expect(flaw(scene(state))?.says).toMatch(/written over.*; s3:\/\/theirs\/x cannot be seen/);
    expect(next(scene(state))).toMatchObject({ do: 'step', call: { api: 'UpdateModelPackage' } });
  });
});

describe('then', () => {
  test('what was registered is copied back when somebody says yes, and what was there can be copied back again', () => {
    const { step: second } = step(scene(of(wrong, setBack)));
    const copied = (id: string, etag: string) => ({
      api: 'CopyObject',
      input: {
        ...{ Bucket: 'ml-models', Key: 'März 1/model.tar.gz', TaggingDirective: 'REPLACE' },
        ...{ ExpectedBucketOwner: '111122223333', ExpectedSourceBucketOwner: '111122223333' },
        ...{ CopySource: `ml-models/M%C3%A4rz%201/model.tar.gz?versionId=${id}`, CopySourceIfMatch: `"${etag}"` },
      },
    });
    expect(second).toEqual({
      ...{ do: 'step', effect: 'disruptive', ask: true, expect: { artifacts: { [URI]: { is: { etag: GOOD } } } } },
      ...{ call: copied('v-755', GOOD), undo: copied('v-bae', BAD) },
    });
  });

  test.each<[says: string, artifact: Artifact, loses: RegExp]>([
    ['that is deleted', { etags: [GOOD], good, keeping: kept }, /^that .* is deleted$/],
    ['that came in parts', { ...wrong, is: version(`${BAD}-2`) }, /^version v-bae of .* stays among its versions$/],
    ['of more than 5 GB', { ...wrong, is: version(BAD, SINCE, { size: 5 * 1024 ** 3 + 1 }) }, /stays among its versions/],
    ['with malware', { ...wrong, malicious: 'f-1' }, /stays among its versions/],
  ])('what is there %s is not put back by an undo: the step says so, and takes two people', (_, artifact, loses) => {
    const { step: second } = step(scene(of(artifact, setBack)));
    expect(second).toMatchObject({ call: { api: 'CopyObject' }, effect: 'destructive', ask: true, loses: expect.stringMatching(loses) });
    expect(second.undo).toBeUndefined();
  });

  test.each<[says: string, artifact: Artifact, why: RegExp]>([
    ['there is none', { etags: [GOOD], is: version(BAD) }, /^no version of .* is as registered$/],
    [
      'none is among those that are read',
      { etags: [GOOD], is: version(BAD), cut: true },
      /^no version of .* that is read is as registered$/,
    ],
    ['it came in parts', { ...wrong, good: version(`${GOOD}-12`) }, /version v-755 of .* but a copy would have another ETag/],
    ['it has more than 5 GB', { ...wrong, good: { ...good, size: 5 * 1024 ** 3 + 1 } }, /as registered, but it is over 5 GB$/],
    ['versions are not kept', { ...wrong, keeping: { ...kept, versioning: 'Suspended' } }, /its bucket keeps no versions/],
    ['nobody says whether they are', { ...wrong, keeping: {} }, /its bucket keeps no versions/],
    ['a key of KMS is put on copies', { ...wrong, keeping: { ...kept, encryption: 'aws:kms' } }, /but a copy would have another ETag/],
  ])('people are told what is known of what was registered, where %s', (_, artifact, why) =>
    expect(next(scene(of(artifact, setBack)))).toEqual({ do: 'tell', why: expect.stringMatching(why) }),
  );

  test('of several objects the one that can be is put back, and all are told of where none can', () => {
    const lost = { etags: [GOOD], is: version(BAD) };
    const more = 's3://ml-models/2.tar.gz';
    expect(next(scene(made({ [more]: lost, [URI]: wrong }, setBack)))).toMatchObject({ expect: { artifacts: { [URI]: {} } } });
    expect(next(scene(made({ [more]: lost, [URI]: lost }, setBack)))).toMatchObject({ why: expect.stringMatching(/2\.tar\.gz.*; .*März/) });
  });
  test('an object of exactly 5 GB is copied', () =>
    expect(step(scene(of({ ...wrong, good: { ...good, size: 5 * 1024 ** 3 } }, setBack))).step.call.api).toBe('CopyObject'));
});
