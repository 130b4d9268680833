/** What the name of an ML instance type says. */

/**
 * Families with local NVMe storage whose name does not say so. The others have a `d` among their attributes (m5d, g4dn, c6gd, p4de):
 * EC2 instance type naming, "d: instance store volumes"; families as in the EC2 instance types guide's instance store tables.
 * A family not known here counts as having a volume: better a key that AWS refuses than a flaw that nobody sees.
 */
const LOCAL = /^(g5|g6|g6e|g6f|gr6|g7|g7e|p5|p5e|p5en|p6|p6e|dl1|trn1|trn1n|trn2|trn2u)$/;

/** Whether instances of this type get an ML storage volume, which a key can encrypt. */
export function hasVolume(instanceType: string): boolean {
  const family = instanceType.replace(/^ml\./, '').split(/[.-]/, 1)[0] ?? '';
  return !LOCAL.test(family) && !/\d[a-z]*d/.test(family);
}
