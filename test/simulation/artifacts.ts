/** Repositories and packages of CodeArtifact as the generator draws them, and what people do to them. */

import { call, type Drawn } from './acts.ts';
import type { Draw } from './chance.ts';
import { MINUTE, type Move } from './scenario.ts';

const DOMAIN = 'churn';
const tagsOf = (linked: boolean) => (linked ? { 'sagemaker:project-name': 'churn' } : { team: 'churn' });
const event = (eventName: string, requestParameters: object) => ({
  event: {
    version: '0',
    id: `codeartifact-${eventName}-${JSON.stringify(requestParameters).length}`,
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.codeartifact',
    account: '111122223333',
    region: 'eu-west-1',
    resources: [],
    detail: {
      eventSource: 'codeartifact.amazonaws.com',
      eventName,
      userIdentity: { arn: 'arn:aws:iam::111122223333:user/owner' },
      requestParameters,
      responseElements: null,
    },
  },
});

export function drawArtifactRepository(draw: Draw, i: number): Drawn {
  const repository = draw.often([
    [16, `${['alpha', 'beta', 'gamma'][i]}-packages`],
    [3, `${['alpha', 'beta', 'gamma'][i]}-store`],
    [1, 'mlwarden-packages'],
  ]);
  const linked = draw.chance(0.85);
  const tags = tagsOf(linked);
  const connections = draw.of([[], ['public:pypi'], ['public:npmjs']]);
  const named = { domain: DOMAIN, repository };
  const there = { artifactRepositories: [{ ...named, connections, tags }] };
  const says = `a package repository ${repository} (${connections.join() || 'not connected'}${linked ? '' : ', of no ML'})`;
  const connect = (to: string) => call('codeartifact:AssociateExternalConnection', { ...named, externalConnection: to }, 0);
  const cut = (from: string) => call('codeartifact:DisassociateExternalConnection', { ...named, externalConnection: from }, 0);
  const born = { ...named, tags: Object.entries(tags).map(([key, value]) => ({ key, value })) };
  const moves: (() => Omit<Move, 'at'>)[] = [
    () => ({ says: `somebody connects ${repository} to the Python Package Index`, acts: [connect('public:pypi')] }),
    () => ({
      says: `Terraform connects ${repository} to the Python Package Index, again and again`,
      acts: [connect('public:pypi')],
      every: 7 * MINUTE,
      times: 4,
    }),
    () => ({ says: `the owner of ${repository} connects it to npm instead`, acts: [cut('public:pypi'), connect('public:npmjs')] }),
    () => ({ says: `the owner of ${repository} cuts it off`, acts: [cut('public:pypi'), cut('public:npmjs')] }),
    () => ({
      says: `somebody deletes ${repository} and creates it again, connected`,
      acts: [call('codeartifact:DeleteRepository', named, 0), call('codeartifact:CreateRepository', born, 0), connect('public:pypi')],
    }),
    () => ({ says: `somebody deletes ${repository}`, acts: [call('codeartifact:DeleteRepository', named, 0)] }),
    () => ({
      says: `CloudTrail tells of ${repository}`,
      acts: [event('AssociateExternalConnection', { ...named, externalConnection: 'public:pypi' })],
    }),
  ];
  return { thing: { type: 'AWS::CodeArtifact::Repository', name: repository, says, there }, moves, report: moves.length - 1 };
}

/** Each stands in a repository of its own, which stays as long as the package: nobody but the package is ever spoken of. */
export function drawArtifactPackage(draw: Draw, i: number): Drawn {
  const name = draw.often([
    [20, `${['alpha', 'beta', 'gamma'][i]}-features`],
    [1, 'mlwarden-features'],
  ]);
  const linked = draw.chance(0.85);
  const where = { domain: DOMAIN, repository: `home-of-${name}` };
  const named = { ...where, format: draw.of(['pypi', 'npm']), ...(draw.chance(0.3) && { namespace: 'ours' }), package: name };
  const publish = draw.of(['ALLOW', 'BLOCK']);
  const upstream = draw.of(['ALLOW', 'ALLOW', 'BLOCK']);
  const versions: Readonly<Record<string, string>> = draw.of([
    {},
    { '1.0.0': 'here' },
    { '1.0.0': 'public' },
    { '1.0.0': 'here', '9.0.0': 'public' },
    { '1.0.0': 'upstream' },
  ]);
  const there = {
    artifactRepositories: [{ ...where, connections: [], tags: tagsOf(linked) }],
    artifactPackages: [{ ...named, publish, upstream, versions }],
  };
  const came = Object.values(versions).join(' and ') || 'nowhere';
  const says = `a package ${name} (publish ${publish}, upstream ${upstream}, from ${came}${linked ? '' : ', of no ML'})`;
  const put = (to: string, from: string) =>
    call('codeartifact:PutPackageOriginConfiguration', { ...named, restrictions: { publish: to, upstream: from } }, 0);
  const moves: (() => Omit<Move, 'at'>)[] = [
    () => ({ says: `somebody lets ${name} come from everywhere`, acts: [put('ALLOW', 'ALLOW')] }),
    () => ({
      says: `Terraform lets ${name} come from everywhere, again and again`,
      acts: [put('ALLOW', 'ALLOW')],
      every: 7 * MINUTE,
      times: 4,
    }),
    () => ({ says: `somebody makes a public package of ${name}`, acts: [put('BLOCK', 'ALLOW')] }),
    () => ({ says: `the owner of ${name} closes it`, acts: [put('ALLOW', 'BLOCK')] }),
    () => ({ says: `somebody deletes ${name}`, acts: [call('codeartifact:DeletePackage', named, 0)] }),
    () => ({
      says: `CloudTrail tells of ${name}`,
      acts: [event('PutPackageOriginConfiguration', { ...named, restrictions: { publish, upstream } })],
    }),
  ];
  return { thing: { type: 'AWS::CodeArtifact::Package', name, says, there }, moves, report: moves.length - 1 };
}
