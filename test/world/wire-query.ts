/** AWS Query (IAM): a form in, XML out. */
import { type Protocol, text } from './wire-protocol.ts';
import { element } from './xml.ts';

interface Tree {
  [name: string]: Tree | string;
}
const XMLNS = 'https://iam.amazonaws.com/doc/2010-05-08/';
const NUMBERS = new Set(['MaxItems', 'MaxSessionDuration']);

export const awsQuery: Protocol = {
  read(request) {
    const tree: Tree = {};
    let operation = '';
    for (const [name, value] of new URLSearchParams(text(request))) {
      if (name === 'Action') operation = value;
      else if (name !== 'Version') plant(tree, name.split('.'), value);
    }
    return { operation, input: grown(tree) };
  },
  answer: (operation, output) => ({
    headers: { 'content-type': 'text/xml' },
    body: `<${operation}Response xmlns="${XMLNS}">${element(`${operation}Result`, output ?? {})}<ResponseMetadata><RequestId>world</RequestId></ResponseMetadata></${operation}Response>`,
  }),
  refuse: (error) => ({
    headers: { 'content-type': 'text/xml' },
    body: `<ErrorResponse xmlns="${XMLNS}">${element('Error', { Type: error.status < 500 ? 'Sender' : 'Receiver', Code: error.code, Message: error.message, ...error.fields })}<RequestId>world</RequestId></ErrorResponse>`,
  }),
};

function plant(tree: Tree, [name = '', ...rest]: readonly string[], value: string): void {
  if (rest.length === 0) {
    tree[name] = value;
    return;
  }
  const known = tree[name];
  const branch: Tree = typeof known === 'object' ? known : {};
  tree[name] = branch;
  plant(branch, rest, value);
}

/** Lists come as `Name.member.1`; a form knows no types, so the two that matter are put back. */
function grown(tree: Tree | string, name = ''): unknown {
  if (typeof tree === 'string') {
    if (tree === 'true' || tree === 'false') return tree === 'true';
    return NUMBERS.has(name) ? Number(tree) : tree;
  }
  const list = tree.member;
  if (typeof list === 'object') return Object.keys(list).map((i) => grown(list[i] ?? ''));
  return Object.fromEntries(Object.entries(tree).map(([key, branch]) => [key, grown(branch, key)]));
}
