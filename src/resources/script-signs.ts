/**
 * What a shell script may bear that should make people look: secrets, and what attackers write. A closed list, and no proof of the contrary: a
 * script can do all of it in other words. Every gap in a pattern has an upper bound, so that the time grows with the script's length alone.
 */

/** What runs what it is given, behind a pipe: a shell, or Python where it is not told to run something else. */
const RUNS =
  String.raw`\|\s{0,9}(?:sudo\s{1,9}(?:-\S{1,20}\s{1,9}){0,4})?(?:\S{0,60}/)?(?:env\s{1,9})?` +
  String.raw`(?:(?:ba|z|da|k)?sh\b|python[\d.]{0,6}(?![\w.]|\s{1,9}-[cm]))`;
const FETCH = String.raw`\b(?:curl|wget)\b`;

/** Tokens by the prefixes that their makers gave them to be found by: GitHub, GitLab, Hugging Face, Slack. */
const TOKEN = /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{50}|glpat-[\w-]{20}|hf_[A-Za-z0-9]{30}|xox[abeoprs]-[\w-]{20})/;

/** They count in comments, too. */
const SECRETS = {
  // Ids begin so (IAM user guide, "IAM identifiers"); those of AWS's own pages end in EXAMPLE. A secret key has 40 characters, and no prefix.
  'aws-key': [
    /\bA[KS]IA(?![A-Z2-7]{9}EXAMPLE\b)[A-Z2-7]{16}\b/,
    /aws_secret_access_key["']?\s{0,9}[=:]\s{0,9}["']?[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/i,
  ],
  'private-key': [/-----BEGIN (?:[A-Z0-9]{1,20} ){0,3}PRIVATE KEY-----/],
  token: [TOKEN],
  // What a variable stands for is not in the script.
  'url-password': [/:\/\/[^\s:@/$'"]{1,64}:[^\s:@/$'"]{3,128}@/],
} as const;

/** What somebody has commented out is not done. */
const DEEDS = {
  // To open a connection both ways, or to let netcat, socat or a socket be the terminal of a shell. Only to try a port is none.
  'reverse-shell': [
    /(?:>&|&>|<>)\s{0,9}\/dev\/(?:tcp|udp)\//,
    /\b(?:nc|ncat|netcat)\b[^\n|;]{0,200}\s(?:-[a-z]{0,6}[ec]|--(?:sh-)?exec)\s/,
    /\bmkfifo\b[\s\S]{0,300}\b(?:nc|ncat|netcat|s_client)\b/,
    /\bsocat\b[^\n]{0,300}\bexec:/i,
    /\bsocket\b[\s\S]{0,500}\b(?:dup2|pty\.spawn)\b/,
  ],
  'piped-download': [
    new RegExp(String.raw`${FETCH}(?:[^\n;|]{1,400}\|){0,2}[^\n;|]{1,400}${RUNS}`),
    new RegExp(String.raw`(?:\b(?:ba|z|da|k)?sh|\bsource|(?:^|\s)\.)\s{1,9}<\(\s{0,9}${FETCH}`),
    new RegExp(String.raw`(?:\beval|sh\s{1,9}-\w{0,5}c)\s{1,9}["']?(?:\$\(|${'`'})\s{0,9}${FETCH}`),
  ],
  'encoded-script': [
    new RegExp(String.raw`\bbase64\s{1,9}(?:-[a-z]{0,4}d[a-z]{0,4}|-D|--decode)\b[^\n;|]{0,400}${RUNS}`),
    /\bexec\([^\n]{0,120}\b(?:b64decode|decompress|fromhex)\(/,
  ],
  // The role of an instance is had from there, and that of a container (EC2 user guide, "Retrieve security credentials from instance
  // metadata"; ECS developer guide, "Amazon ECS task IAM role").
  'instance-credentials': [/\biam\/security-credentials\b/i, /\b169\.254\.170\.2\b/, /\bAWS_CONTAINER_CREDENTIALS_(?:RELATIVE|FULL)_URI\b/],
  miner: [/\bstratum\d?\+(?:tcp|ssl|tls):\/\//i, /\b(?:xmrig|minerd|cpuminer|ethminer|xmr-stak)\b/i],
} as const;

const RULES = { ...SECRETS, ...DEEDS };
export type Sign = keyof typeof RULES;
export const SIGNS = Object.keys(RULES) as readonly Sign[];

/**
 * The bytes, a character each: a script may be any. Decoders differ in whether they go on behind padding, so all of it is read. Bash leaves
 * out what is zero, and the end of a line behind a backslash.
 */
function textOf(content: string): string {
  const parts = content.split(/=+/).map((part) => Buffer.from(part, 'base64').toString('latin1'));
  return parts.join('').replaceAll('\0', '').replaceAll('\\\n', '');
}

/** `content`: the script in base64. */
export function signsOf(content: string): readonly Sign[] {
  const text = textOf(content);
  const done = text.replaceAll(/^[ \t]{0,99}#.*$/gm, '');
  return SIGNS.filter((name) => RULES[name].some((pattern) => pattern.test(name in SECRETS ? text : done)));
}
