import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { dev, nb, variant, world } from './sagemaker/small-world.ts';
import type { smallHabitat } from './small-habitat.ts';

describe('a read', () => {
  test('may tell the status of up to twenty seconds ago, and never an older one', () => {
    const { habitat, sage, call, notebook } = world();
    sage.notebooks.place(nb('a'));
    call('StopNotebookInstance', nb('a'));
    habitat.stale = true;
    habitat.pass(10);
    const seen = Array.from({ length: 50 }, () => notebook('a').NotebookInstanceStatus);
    expect(new Set(seen)).toEqual(new Set(['InService', 'Stopping']));
    habitat.pass(10);
    expect(notebook('a').NotebookInstanceStatus).not.toBe('InService');
  });

  test('may not find what was just created, and may still find what was just deleted', () => {
    const { habitat, sage, call } = world();
    sage.models.place('m');
    sage.configs.place({ EndpointConfigName: 'old' });
    habitat.stale = true;
    call('CreateEndpointConfig', { EndpointConfigName: 'new', ProductionVariants: [variant] });
    call('DeleteEndpointConfig', { EndpointConfigName: 'old' });
    habitat.pass(10);
    const finds = (EndpointConfigName: string) => {
      try {
        return Boolean(call('DescribeEndpointConfig', { EndpointConfigName }));
      } catch {
        return false;
      }
    };
    for (const name of ['new', 'old']) expect(new Set(Array.from({ length: 50 }, () => finds(name)))).toEqual(new Set([true, false]));
  });
});

describe('CloudTrail', () => {
  const records = (habitat: ReturnType<typeof smallHabitat>) =>
    habitat.events.filter((e) => e['detail-type'] === 'AWS API Call via CloudTrail').map((e) => e.detail as Record<string, unknown>);

  test('tells a call in lowerCamel, with what it answered and who called', () => {
    const { habitat, call } = world();
    call('CreateNotebookInstance', { ...nb('a'), InstanceType: 'ml.t3.medium', RoleArn: 'r', VolumeSizeInGB: 5 });
    expect(records(habitat)[0]).toMatchObject({
      eventName: 'CreateNotebookInstance',
      eventSource: 'sagemaker.amazonaws.com',
      eventTime: '2026-11-23T12:00:00Z',
      requestParameters: { notebookInstanceName: 'a', volumeSizeInGB: 5 },
      responseElements: { notebookInstanceArn: 'arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/a' },
      userIdentity: {
        type: 'AssumedRole',
        arn: dev.arn,
        sessionContext: { sessionIssuer: { arn: 'arn:aws:iam::111122223333:role/DataScientist' } },
      },
    });
    expect(records(habitat)[0]).not.toHaveProperty('errorCode');
  });

  test('tells a refused call with its error and no answer, and no read at all', () => {
    const { habitat, call } = world();
    expect(() => call('StopNotebookInstance', nb('none'))).toThrow('RecordNotFound');
    call('ListNotebookInstances');
    expect(records(habitat)).toHaveLength(1);
    expect(records(habitat)[0]).toMatchObject({
      errorCode: 'ValidationException',
      requestParameters: { notebookInstanceName: 'none' },
      responseElements: null,
    });
  });

  test('has no answer where the API has none', () => {
    const { habitat, sage, call } = world();
    sage.notebooks.place(nb('a'));
    call('StopNotebookInstance', nb('a'));
    expect(records(habitat)[0]?.responseElements).toBeNull();
  });
});

const sample = (name: string) => JSON.parse(readFileSync(new URL(`../events/${name}.json`, import.meta.url), 'utf8')).detail as object;

test('a record has the members of a real one, and so has a state change', () => {
  const { habitat, sage, call } = world();
  sage.notebooks.place({ ...nb('a'), SubnetId: 's', SecurityGroups: ['g'], KmsKeyId: 'k', NetworkInterfaceId: 'n' });
  call('StopNotebookInstance', nb('a'));
  const [change, record] = habitat.events.map((event) => Object.keys(event.detail as object).sort());
  expect(change).toEqual(Object.keys(sample('sagemaker-notebook-instance-state-change')).sort());
  expect(record).toEqual(Object.keys(sample('cloudtrail.sagemaker.CreateNotebookInstance')).sort());
});
