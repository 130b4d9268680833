import { describe, expect, test, vi } from 'vitest';
import { endpointUse } from '../../src/resources/endpoint-use.ts';
import { roleUse } from '../../src/resources/role-use.ts';
import { answer, atHome } from './aws.ts';

atHome();
const signal = new AbortController().signal;
const there = { account: '111122223333', region: 'eu-west-1' };
const ENDPOINT = { ...there, key: 'k', type: 'AWS::SageMaker::Endpoint', arn: 'arn', name: 'Fraud-Prod' };
const ROLE = { ...ENDPOINT, type: 'AWS::IAM::Role', region: 'aws-global', arn: 'arn:aws:iam::111122223333:role/ml/r', name: 'r' };
const day = (d: number) => new Date(`2026-11-${d}T10:00:00Z`);

describe('the use of an endpoint', () => {
  const read = (variants: readonly string[]) =>
    endpointUse.read(ENDPOINT, { variants: Object.fromEntries(variants.map((name) => [name, {}])) } as never, signal);
  interface Asked {
    readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
    readonly StartTime: Date;
    readonly EndTime: Date;
  }

  test('is what CloudWatch counted for each variant in sixty whole minutes', async () => {
    const asked: Asked[] = [];
    answer({
      GetMetricStatistics: (input: Asked, region: string) => {
        asked.push(input);
        const blue = input.Dimensions.some(({ Value }) => Value === 'Blue');
        return { Datapoints: blue && region === 'eu-west-1' ? [{ Sum: 100 }, { Sum: 28 }, {}] : undefined };
      },
    });
    expect(await read(['Blue', 'Green'])).toEqual(['invocations in the last hour, as far as CloudWatch knows: Blue 128, Green 0']);
    const [{ StartTime, EndTime, ...rest } = {} as Asked] = asked;
    expect(EndTime.getTime() - StartTime.getTime()).toBe(3_600_000);
    expect(EndTime.getTime() % 60_000).toBe(0);
    expect(Date.now() - EndTime.getTime()).toBeLessThan(61_000);
    expect(rest).toEqual({
      Namespace: 'AWS/SageMaker',
      MetricName: 'Invocations',
      Dimensions: [
        { Name: 'EndpointName', Value: 'Fraud-Prod' },
        { Name: 'VariantName', Value: 'Blue' },
      ],
      Period: 60,
      Statistics: ['Sum'],
    });
  });

  test('is none where CloudWatch has no datapoint', async () => {
    answer({ GetMetricStatistics: () => ({ Datapoints: [] }) });
    expect(await read(['Blue', 'Green'])).toEqual(['no invocation in the last hour, as far as CloudWatch knows']);
  });
});

describe('the use of a role', () => {
  const read = () =>
    roleUse.read(ROLE, { account: '111122223333', trust: { Statement: [] }, attached: {}, versioned: [], inline: {} }, signal);
  const used = (name: string, LastAuthenticated?: Date) => ({ ServiceName: name, ServiceNamespace: name, LastAuthenticated });

  test('is the services that it called last, the latest first, from every page of the report', async () => {
    const pages = [
      { JobStatus: 'IN_PROGRESS' },
      {
        JobStatus: 'COMPLETED',
        ServicesLastAccessed: [used('A', day(11)), used('B'), used('C', day(13)), used('D', day(12))],
        Marker: 'm',
      },
      { JobStatus: 'COMPLETED', ServicesLastAccessed: [used('E', day(20)), used('F', day(10)), used('G', day(15)), used('H', day(14))] },
    ];
    const asked: unknown[] = [];
    answer({
      GenerateServiceLastAccessedDetails: (input) => {
        asked.push(input);
        return { JobId: 'j' };
      },
      GetServiceLastAccessedDetails: (input) => {
        asked.push(input);
        return pages.shift();
      },
    });
    expect(await read()).toEqual([
      'services that it called last, as far as IAM knows by now: E (2026-11-20), G (2026-11-15), H (2026-11-14), C (2026-11-13), D (2026-11-12) and 2 more',
    ]);
    const report = { JobId: 'j', MaxItems: 1000 };
    expect(asked).toEqual([{ Arn: ROLE.arn }, report, report, { ...report, Marker: 'm' }]);
  });

  test('is none where no service was ever called', async () => {
    answer({
      GenerateServiceLastAccessedDetails: () => ({ JobId: 'j' }),
      GetServiceLastAccessedDetails: () => ({ JobStatus: 'COMPLETED', ServicesLastAccessed: [used('A')] }),
    });
    expect(await read()).toEqual(['services that it called last, as far as IAM knows by now: none in the last 400 days']);
  });

  test('is told as not known where the report is not ready in time', async () => {
    const report = vi.fn(() => ({ JobStatus: 'IN_PROGRESS' }));
    answer({
      GenerateServiceLastAccessedDetails: () => ({ JobId: 'j' }),
      GetServiceLastAccessedDetails: report,
    });
    expect(await read()).toEqual(["which services use it is not known: IAM's report is IN_PROGRESS"]);
    expect(report).toHaveBeenCalledTimes(5);
  });

  test('is told as not known where the report fails', async () => {
    answer({
      GenerateServiceLastAccessedDetails: () => ({ JobId: 'j' }),
      GetServiceLastAccessedDetails: () => ({ JobStatus: 'FAILED', Error: { Code: 'InternalFailure', Message: 'no report today' } }),
    });
    expect(await read()).toEqual(["which services use it is not known: IAM's report is FAILED"]);
  });
});
