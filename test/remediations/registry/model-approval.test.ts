import { describe, expect, test } from 'vitest';
import type { AnyRemediation, Json } from '../../../src/engine/remediation.ts';
import { remediation } from '../../../src/remediations/registry/model-approval.ts';
import type { Act } from '../../../src/resources/call-history.ts';
import type { History } from '../../../src/resources/model-history.ts';
import type { ModelPackageState } from '../../../src/resources/model-package.ts';
import { sagemaker } from '../../../src/resources/sagemaker.ts';
import { flaw, next, step } from '../promise.ts';

const session = (role: string, name: string) => `arn:aws:sts::111122223333:assumed-role/${role}/${name}`;
const [ana, ben, eve] = [session('DataScientist', 'ana'), session('Analyst', 'ben'), session('Approvers', 'eve')];
const US = session('mlwarden-model-approval', 'mlwarden-model-approval');
const AT = '2026-11-01T11:00:00.000Z';
const JUST_NOW = '2026-11-01T11:50:00.000Z';
const ROLE = 'arn:aws:iam::111122223333:role/release/Approvers';
const USER = 'arn:aws:iam::111122223333:user/boss';
const act = (by: string, role?: string): Act => ({ by, ...(role && { role }), at: AT });
const known = (approval: Act | undefined, more: Partial<History> = {}): History => ({
  ...(approval && { approval }),
  ...{ changed: [], told: true, reach: 'all' },
  ...more,
});
const version = (history: History | undefined, more: Partial<ModelPackageState> = {}): ModelPackageState => ({
  ...{ status: 'Completed', approval: 'Approved', specification: 'd', at: AT, createdBy: ana },
  ...(history && { history }),
  ...more,
});
const place = { partition: 'aws', account: '111122223333', region: 'eu-west-1' };
const resource = sagemaker('AWS::SageMaker::ModelPackage', 'model-package', place, 'churn-models/3');
const given = (state: ModelPackageState, settings: Json = {}) => ({
  remediation: remediation as unknown as AnyRemediation,
  ...{ resource, state: state as Json, settings },
});
const LIST = { approvers: ['arn:aws:iam::*:role/release/*', 'arn:aws:iam::*:user/boss'] };

describe('an approval', () => {
  test.each<[says: string, state: ModelPackageState, settings: Json, wrong: RegExp | undefined]>([
    ['of somebody else counts', version(known(act(ben))), {}, undefined],
    ['of who created the version does not', version(known(act(ana))), {}, /approved by .*\/ana, who had created it/],
    ['of another session of his role does not', version(known(act(session('DataScientist', 'bob')))), {}, /who had created it/],
    [
      'of a federated session of the user who created it does not',
      version(known(act('arn:aws:sts::111122223333:federated-user/x', USER)), { createdBy: USER }),
      {},
      /who had created it/,
    ],
    ['of who created it counts where settings say so', version(known(act(ana))), { self: true }, undefined],
    ['of a version whose maker SageMaker does not name counts', version(known(act(ana)), { createdBy: '' }), {}, undefined],
    ['of a role on the list counts, by its path', version(known(act(eve, ROLE))), LIST, undefined],
    ['of a user on the list counts', version(known(act('arn:aws:iam::111122223333:user/boss'))), LIST, undefined],
    ['of a session on the list counts', version(known(act(eve))), { approvers: [session('Approvers', '*')] }, undefined],
    ['of a role elsewhere does not', version(known(act(eve, ROLE.replace('release', 'x')))), LIST, /eve, who may not approve/],
    ['of somebody on no list does not', version(known(act(ben))), LIST, /ben, who may not approve/],
    ['of whoever is on the list and created it does not', version(known(act(eve, ROLE)), { createdBy: eve }), LIST, /had created it/],
    ['that CloudTrail should know and does not is none', version(known(undefined)), {}, /knows of nobody/],
    ['that is older than what CloudTrail remembers counts', version(known(undefined, { reach: 'part' })), {}, undefined],
    ['that may be among what is not read is looked for by people', version(known(undefined, { reach: 'cut' })), {}, /too many to read/],
    ['that nothing is known of, because it is so old, counts', version(undefined), {}, undefined],
    [
      'does not hold for what its creator changed since',
      version(known(act(ben), { changed: [act(ana)] })),
      {},
      /changed after its approval/,
    ],
    ['holds for what an approver changed since', version(known(act(eve, ROLE), { changed: [act(eve, ROLE)] })), LIST, undefined],
    [
      'from before does not hold for what a stranger changed',
      version(known(undefined, { reach: 'part', changed: [act(ben)] })),
      LIST,
      /changed/,
    ],
  ])('%s', (_, state, settings, wrong) => {
    const found = flaw(given(state, settings));
    if (wrong) expect(found?.says).toMatch(wrong);
    else expect(found).toBeUndefined();
  });
});

describe('a version whose last modification CloudTrail does not know yet', () => {
  const untold = { told: false };
  const fresh = (history: History, modifiedBy?: string) => version(history, { at: JUST_NOW, ...(modifiedBy && { modifiedBy }) });
  test.each<[says: string, state: ModelPackageState, settings: Json, does: string]>([
    ['is waited for', fresh(known(undefined, untold)), {}, 'wait'],
    ['is waited for, though it is known to have been approved well', fresh(known(act(ben), untold), ana), {}, 'wait'],
    ['is not waited for when it has not told in time', version(known(undefined, untold), { at: '2026-11-01T10:59:00.000Z' }), {}, 'step'],
    ['is not waited for where nobody but who approved it wrongly has been there', fresh(known(act(ana), untold), ana), {}, 'step'],
    ['is not waited for where SageMaker does not say who has been there', fresh(known(act(ana), untold)), {}, 'step'],
    ['is not waited for where it was us', fresh(known(act(ana), untold), US), {}, 'step'],
    ['is waited for where somebody has been there since who may approve', fresh(known(act(ana), untold), ben), {}, 'wait'],
    [
      'is waited for where he is of a role on the list',
      fresh(known(act(ben), untold), eve),
      { approvers: [ROLE.replace('release/', '')] },
      'wait',
    ],
    ['is waited for where his role may be on the list, since nobody tells its path', fresh(known(act(ben), untold), eve), LIST, 'wait'],
    ['is waited for where its name may be', fresh(known(act(ben), untold), eve), { approvers: [ROLE] }, 'wait'],
    [
      'is not waited for where its name is another',
      fresh(known(act(ben), untold), session('Approver', 'x')),
      { approvers: [ROLE] },
      'step',
    ],
    ['is not waited for where a session is on the list, and not his', fresh(known(act(ana), untold), ben), { approvers: [eve] }, 'step'],
    [
      'is not waited for where the path of his role is known, and is not on the list',
      fresh(known(act(ben), { ...untold, role: ROLE.replace('release', 'x') }), eve),
      LIST,
      'step',
    ],
    ['is waited for where it is known, and is', fresh(known(act(ben), { ...untold, role: ROLE }), eve), LIST, 'wait'],
    ['is not waited for where he is on no list', fresh(known(act(ben), untold), ana), LIST, 'step'],
    ['is waited for longer than CloudTrail takes', version(known(undefined, untold), { at: '2026-11-01T11:05:00.000Z' }), {}, 'wait'],
  ])('%s', (_, state, settings, does) => expect(next(given(state, settings)).do).toBe(does));

  test('is right, once it is told', () => expect(flaw(given(fresh(known(act(ben)), ben)))).toBeUndefined());
});

test('what is approved wrongly waits for an approval again, and what was said with the former is kept for an undo', () => {
  const { step: s, after } = step(given(version(known(act(ana)), { description: 'AUC 0.91' })));
  const call = (ModelApprovalStatus: string, ApprovalDescription: unknown) => ({
    api: 'UpdateModelPackage',
    input: { ModelPackageArn: resource.arn, ModelApprovalStatus, ApprovalDescription },
  });
  expect(s).toMatchObject({ effect: 'reversible', undo: call('Approved', 'AUC 0.91') });
  expect(s.call).toEqual(call('PendingManualApproval', expect.stringMatching(/^.{10,1024}$/)));
  expect(after).toMatchObject({ approval: 'PendingManualApproval', specification: 'd' });
  // An undo gives the approval back to nothing else than what had it.
  expect(s.expect).toMatchObject({ specification: 'd' });
});

test('where nothing was said with it, an undo says nothing', () =>
  expect(step(given(version(known(act(ana))))).step.undo?.input).toMatchObject({ ApprovalDescription: '' }));

test('who approved it is for people to find where there is too much to read', () =>
  expect(next(given(version(known(undefined, { reach: 'cut' }))))).toMatchObject({ do: 'tell' }));
