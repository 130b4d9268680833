/** Loaded before a program: STS knows the caller as of the account in STS_SAYS (nothing: it refuses), and no socket is opened. */
import './no-sockets.ts';

const account = process.env.STS_SAYS;
globalThis.fetch = async (where) => {
  process.stderr.write(`asked ${where}\n`);
  if (!account) return new Response('<Error/>', { status: 403 });
  const GetCallerIdentityResult = { Arn: `arn:aws:iam::${account}:user/ann`, UserId: 'AIDAEXAMPLE', Account: account };
  return Response.json({ GetCallerIdentityResponse: { GetCallerIdentityResult } });
};
