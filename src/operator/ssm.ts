/** What SSM says of an execution. One operation, signed by hand: the SDK's client of SSM weighs more than all that asks it. */

import type { AskSsm } from './automation.ts';
import { Refused } from './office.ts';
import { type Credentials, sign } from './sign.ts';
import { sts as post } from './sts.ts';

export const ssm =
  (region: string, credentials: () => Credentials): AskSsm =>
  async (id) => {
    const hostname = `ssm.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
    const body = JSON.stringify({ AutomationExecutionId: id });
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AmazonSSM.GetAutomationExecution' };
    const signed = await sign({ service: 'ssm', region, hostname, headers, body }, credentials(), new Date());
    const { status, text } = await post(hostname, signed, body);
    if (status !== 200) throw new Refused('SSM says nothing of that execution.');
    return JSON.parse(text);
  };
