/** AWS as it answers the doctor's questions, in the shapes that its API references document. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { remediations } from '../../../src/registry.ts';

const ACCOUNT = '111122223333';
const ARN = `arn:aws:cloudtrail:eu-west-1:${ACCOUNT}:trail/all`;
const name = (path: string): string => decodeURIComponent(/functions\/([^/?]+)/.exec(path)?.[1] ?? '');
interface Asked {
  readonly service: string;
  readonly region: string;
  readonly what: string;
  readonly path: string;
  readonly input: Record<string, string>;
}

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
export const role = (Arn: string, trust = TRUST): string =>
  `<GetRoleResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetRoleResult><Role><Path>/</Path><RoleName>x</RoleName><RoleId>AROAX</RoleId><Arn>${Arn}</Arn><AssumeRolePolicyDocument>${encodeURIComponent(trust)}</AssumeRolePolicyDocument><PermissionsBoundary><PermissionsBoundaryType>Policy</PermissionsBoundaryType><PermissionsBoundaryArn>arn:aws:iam::${ACCOUNT}:policy/mlwarden-boundary</PermissionsBoundaryArn></PermissionsBoundary><CreateDate>2026-01-01T00:00:00Z</CreateDate></Role></GetRoleResult></GetRoleResponse>`;

/** A stack in which all is right; `release` and `policy` are what the reader's function says it is. */
export const sound = (release: string, policy: string): Record<string, (asked: Asked) => unknown> => ({
  'cloudtrail DescribeTrails': () => ({
    trailList: [{ Name: 'all', TrailARN: ARN, HomeRegion: 'eu-west-1', IsMultiRegionTrail: true, IncludeGlobalServiceEvents: true }],
  }),
  'cloudtrail GetTrailStatus': () => ({ IsLogging: true }),
  'cloudtrail GetEventSelectors': () => ({
    TrailARN: ARN,
    EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [] }],
  }),
  'events DescribeRule': ({ input }) => ({ Name: input.Name, State: 'ENABLED' }),
  'events ListTargetsByRule': ({ input, region }) =>
    region === 'us-east-1'
      ? { Targets: [{ Id: 'home', Arn: `arn:aws:events:eu-west-1:${ACCOUNT}:event-bus/default` }] }
      : { Targets: [{ Id: 'queue', Arn: `arn:aws:sqs:eu-west-1:${ACCOUNT}:${input.Rule?.replace(/-\d+$/, '')}` }] },
  'lambda configuration': ({ path }) => ({
    FunctionName: name(path),
    State: 'Active',
    LastUpdateStatus: 'Successful',
    Role: `arn:aws:iam::${ACCOUNT}:role/${name(path)}`,
    Environment: { Variables: { FAMILIES: [...new Set(remediations.map((r) => r.family))].join(' ') } },
  }),
  'lambda concurrency': () => ({}),
  'lambda mappings': ({ path }) => {
    const fn = new URL(path, 'http://x').searchParams.get('FunctionName');
    return { EventSourceMappings: [{ UUID: 'u', State: 'Enabled', EventSourceArn: `arn:aws:sqs:eu-west-1:${ACCOUNT}:${fn}` }] };
  },
  'lambda invocations': () => ({ says: [], data: { release, policy, cap: 'observe' } }),
  'iam GetRole': () => role(`arn:aws:iam::${ACCOUNT}:role/x`),
  'iam ListRolePolicies': () =>
    '<ListRolePoliciesResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ListRolePoliciesResult><PolicyNames><member>look</member><member>remember</member></PolicyNames><IsTruncated>false</IsTruncated></ListRolePoliciesResult></ListRolePoliciesResponse>',
  'config DescribeConfigurationRecorders': () => ({
    ConfigurationRecorders: [
      { name: 'default', roleARN: 'arn:r', recordingGroup: { allSupported: true, includeGlobalResourceTypes: true, resourceTypes: [] } },
    ],
  }),
  'config DescribeConfigurationRecorderStatus': () => ({ ConfigurationRecordersStatus: [{ name: 'default', recording: true }] }),
  'guardduty /detector': () => ({ detectorIds: ['d1'] }),
  'guardduty /detector/d1': () => ({ status: 'ENABLED', serviceRole: 'r', createdAt: 'c' }),
  'securityhub /accounts': () => ({ HubArn: `arn:aws:securityhub:eu-west-1:${ACCOUNT}:hub/default` }),
});

function whatOf(service: string, path: string, target: string | undefined, body: string): string {
  if (service === 'iam') return new URLSearchParams(body).get('Action') ?? '';
  if (target !== undefined) return target.split('.').at(-1) ?? '';
  if (service !== 'lambda') return path.split('?')[0] ?? '';
  return path.includes('event-source-mappings') ? 'mappings' : (/\/(configuration|concurrency|invocations)/.exec(path)?.[1] ?? path);
}

/** Throwing `Refusal` is how an answer is an error of AWS. */
export class Refusal extends Error {}

export async function answering(answers: Record<string, (asked: Asked) => unknown>) {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await Array.fromAsync(request)).toString();
    const path = request.url ?? '';
    const [, region = '', service = ''] = /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\//.exec(request.headers.authorization ?? '') ?? [];
    const target = request.headers['x-amz-target'];
    const what = whatOf(service, path, typeof target === 'string' ? target : undefined, body);
    asked.push(`${service} ${what}`);
    try {
      const answer = answers[`${service} ${what}`];
      if (!answer) throw new Error(`nothing answers ${service} ${what}`);
      const input = target === undefined ? {} : (JSON.parse(body) as Record<string, string>);
      const said = answer({ service, region, what, path, input });
      response.end(typeof said === 'string' ? said : JSON.stringify(said));
    } catch (error) {
      const code = error instanceof Refusal ? error.message : 'TestError';
      response.writeHead(error instanceof Refusal ? 400 : 418, { 'x-amzn-errortype': code });
      const xml = `<ErrorResponse><Error><Code>${code}</Code><Message>no</Message></Error></ErrorResponse>`;
      response.end(service === 'iam' ? xml : JSON.stringify({ __type: code, message: (error as Error).message }));
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
