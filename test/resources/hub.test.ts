import { describe, expect, test } from 'vitest';
import { hub, hubOf } from '../../src/resources/hub.ts';
import { UnknownStatus } from '../../src/resources/status.ts';
import { all, answer, atHome, refusal } from './aws.ts';

atHome({ HOME_ACCOUNT: '111122223333' });

const TYPE = 'AWS::SecurityHub::Hub';
const at = { account: '111122223333', region: 'eu-west-1', at: '2026-11-01T12:00:00Z' };
const resource = hubOf({ partition: 'aws', account: '111122223333', region: 'eu-west-1' });
const FSBP = 'standards/aws-foundational-security-best-practices/v/1.0.0';
const CIS = 'ruleset/cis-aws-foundations-benchmark/v/1.2.0';

const is = (StandardsArn: string, StandardsStatus: string) => ({ StandardsArn, StandardsStatus });
const DescribeHub = () => ({ HubArn: 'arn:aws:securityhub:eu-west-1:111122223333:hub/default' });
const state = async () => (await hub.inspect(resource))?.state;
const refuses = (name: string, message: string) => () => Promise.reject(refusal(name, message));
const off = refuses('InvalidAccessException', 'Account 111122223333 is not subscribed to AWS Security Hub');
const none = () => ({ StandardsSubscriptions: [] });

describe("an account's Security Hub", () => {
  test.each([
    [TYPE, 'arn:aws:securityhub:eu-west-1:111122223333:hub/default'],
    [TYPE, 'account'],
    ['AWS::::Account', 'default'],
    ['AWS::::Account', '111122223333'],
  ])('is one and the same, whether %s %s is named', async (type, id) => {
    answer({});
    expect(await hub.locate({ type, id, ...at })).toEqual([resource]);
    expect(resource.key).toBe(`aws/${TYPE}/111122223333/eu-west-1/account`);
  });

  test('is listed every time, whether it is there or not', async () => {
    answer({});
    expect(await all(hub.list())).toEqual([resource]);
  });

  test('is read with all of its standards, by the names that they have in every Region', async () => {
    const pages: Record<string, object> = {
      undefined: { StandardsSubscriptions: [is(`arn:aws:securityhub:eu-west-1::${FSBP}`, 'READY')], NextToken: 'n' },
      n: { StandardsSubscriptions: [is(`arn:aws:securityhub:::${CIS}`, 'DELETING')] },
    };
    answer({ DescribeHub, GetEnabledStandards: ({ NextToken }) => pages[`${NextToken}`] });
    expect(await hub.inspect(resource)).toEqual({
      born: 'with the account',
      state: { on: true, standards: { [FSBP]: 'enabled', [CIS]: 'leaving' } },
    });
  });

  test.each([
    ['PENDING', 'enabled'],
    ['READY', 'enabled'],
    ['INCOMPLETE', 'enabled'],
    ['DELETING', 'leaving'],
    ['FAILED', 'half disabled'],
  ])('has a standard that is %s: %s', async (status, standing) => {
    const StandardsSubscriptions = [is(`arn:aws:securityhub:eu-west-1::${FSBP}`, status)];
    answer({ DescribeHub, GetEnabledStandards: () => ({ StandardsSubscriptions }) });
    expect(await state()).toEqual({ on: true, standards: { [FSBP]: standing } });
  });

  test.each([
    ['is not there', off, off],
    ['is not found', refuses('ResourceNotFoundException', 'it is not there'), off],
    ['went between two reads', DescribeHub, off],
    ['came between two reads', off, none],
  ])('that %s is off, which is an answer, and not nothing', async (_, describe, standards) => {
    answer({ DescribeHub: describe, GetEnabledStandards: standards });
    expect(await state()).toEqual({ on: false, standards: {} });
  });

  test.each([
    ['InvalidAccessException', 'The account does not have permission to perform this action.'],
    ['AccessDeniedException', 'Account 111122223333 is not subscribed to telling us'],
  ])('that may not be read (%s) is no Security Hub that is off', async (name, message) => {
    answer({ DescribeHub: refuses(name, message), GetEnabledStandards: none });
    await expect(state()).rejects.toThrow(message);
  });

  test('of a standard whose status nobody foresaw is an error', async () => {
    const StandardsSubscriptions = [is(`arn:aws:securityhub:eu-west-1::${FSBP}`, 'DOZING')];
    answer({ DescribeHub, GetEnabledStandards: () => ({ StandardsSubscriptions }) });
    await expect(state()).rejects.toThrow(UnknownStatus);
  });
});
