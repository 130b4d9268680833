/** The least that any program does, without an SDK: node's own https and signature version 4 by hand. */
import { createHash, createHmac } from 'node:crypto';
import { request as plain } from 'node:http';
import { request as secure } from 'node:https';

const { AWS_ACCESS_KEY_ID: id = '', AWS_SECRET_ACCESS_KEY: secret = '', AWS_REGION: region = '' } = process.env;
const url = new URL(process.env.AWS_ENDPOINT_URL_SAGEMAKER ?? `https://api.sagemaker.${region}.amazonaws.com`);
const sha = (text: string): string => createHash('sha256').update(text).digest('hex');
const sign = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** AWS's documentation: "Create a signed AWS API request". */
function signed(target: string, body: string): Record<string, string> {
  const now = new Date().toISOString().replace(/[-:]|\.\d{3}/g, '');
  const day = now.slice(0, 8);
  const head = { 'content-type': 'application/x-amz-json-1.1', host: url.host, 'x-amz-date': now, 'x-amz-target': target };
  const names = Object.keys(head).join(';');
  const lines = Object.entries(head).map(([name, value]) => `${name}:${value}\n`);
  const scope = `${day}/${region}/sagemaker/aws4_request`;
  const text = `AWS4-HMAC-SHA256\n${now}\n${scope}\n${sha(`POST\n/\n\n${lines.join('')}\n${names}\n${sha(body)}`)}`;
  const key = [region, 'sagemaker', 'aws4_request'].reduce<Buffer>(sign, sign(`AWS4${secret}`, day));
  const signature = sign(key, text).toString('hex');
  return { ...head, authorization: `AWS4-HMAC-SHA256 Credential=${id}/${scope}, SignedHeaders=${names}, Signature=${signature}` };
}

function ask(operation: string, input: object): Promise<{ NotebookInstanceStatus?: string }> {
  const body = JSON.stringify(input);
  const send = url.protocol === 'https:' ? secure : plain;
  return new Promise((done, failed) => {
    const request = send(url, { method: 'POST', headers: signed(`SageMaker.${operation}`, body) }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        const text = Buffer.concat(parts).toString();
        if (response.statusCode === 200) done(JSON.parse(text || '{}'));
        else failed(new Error(`${operation}: ${response.statusCode} ${text}`));
      });
    });
    request.on('error', failed).end(body);
  });
}

export async function handler({ detail }: { detail: { requestParameters: { notebookInstanceName: string } } }): Promise<unknown> {
  const input = { NotebookInstanceName: detail.requestParameters.notebookInstanceName };
  const { NotebookInstanceStatus } = await ask('DescribeNotebookInstance', input);
  if (NotebookInstanceStatus === 'InService') await ask('StopNotebookInstance', input);
  return NotebookInstanceStatus;
}
