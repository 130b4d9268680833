/** Whose name a session of a role bears, as far as its trust policy decides that. */

/** These let nobody in by themselves. */
const HARMLESS = /^sts:(TagSession|SetSourceIdentity)$/i;

/** Keys of conditions are compared without regard to case (IAM User Guide, "IAM JSON policy elements: Condition"). */
function pinned({ StringEquals, StringLike }: Record<string, object> = {}): boolean {
  const keys = [StringEquals, StringLike].flatMap((by) => Object.entries(by ?? {}));
  const names = keys.flatMap(([key, names]) => (key.toLowerCase() === 'sts:rolesessionname' ? names : []));
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM's
  return names.length === 1 && names[0] === '${aws:username}';
}

/**
 * Whether nobody gets into the role but users of IAM, each with his own user name as the name of the session (IAM User Guide, "IAM and AWS STS
 * condition context keys", `sts:RoleSessionName`). `document` as GetRole gives it: JSON, URL-encoded (RFC 3986). Whatever else lets somebody
 * in, a service or an identity provider too, may let him choose the name. In doubt it does: variables are variables from version 2012-10-17
 * on only, and a statement whose variable has no value lets nobody in ("IAM policy elements: Variables and tags").
 */
export function namesUsers(document = ''): boolean {
  try {
    const { Version, Statement } = JSON.parse(decodeURIComponent(document));
    const open = [Statement].flat().filter(({ Effect, Action }) => Effect !== 'Deny' && ![Action].flat().every((a) => HARMLESS.test(a)));
    const users = open.every(({ Principal, Condition }) => Principal && !JSON.stringify(Principal).includes('"*"') && pinned(Condition));
    return Version === '2012-10-17' && open.length > 0 && users;
  } catch {
    return false;
  }
}
