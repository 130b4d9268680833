/**
 * Stands in for @aws-sdk/credential-provider-node in the bundles: Lambda gives credentials in the environment, and everything else that
 * package can do (SSO, profiles, web identity, instance metadata) weighs 80 ms of every cold start.
 */
const required = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: this bundle takes its credentials from the environment only.`);
  return value;
};

/** Read at each call: Lambda may hand a sandbox new ones. */
export const defaultProvider = () => async () => ({
  accessKeyId: required('AWS_ACCESS_KEY_ID'),
  secretAccessKey: required('AWS_SECRET_ACCESS_KEY'),
  ...(process.env.AWS_SESSION_TOKEN && { sessionToken: process.env.AWS_SESSION_TOKEN }),
});
