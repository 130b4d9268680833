import * as z from 'zod/mini';
import { fits } from '../../engine/glob.ts';
import type { Remediation } from '../../engine/remediation.ts';
import { AUTOMATIC, registryScanning, SCANNING, type ScanningState, type ScanningTable } from '../../resources/registry-scanning.ts';
import { trailing } from '../../resources/trailing.ts';
import { cloudtrail } from '../../triggers/cloudtrail.ts';
import { configRule } from '../../triggers/config.ts';
import { scanFrequencies } from '../../triggers/image-scan.ts';
import { securityHub } from '../../triggers/security-hub.ts';

const REPOSITORY = 'AWS::ECR::Repository';
const RULE = 'ecr-private-image-scanning-enabled';
const ON_PUSH = 'SCAN_ON_PUSH';
/** Filters that a rule takes (ECR API, RegistryScanningRule). */
const MOST = 100;

const settings = z.strictObject({
  /** Which repositories have to be scanned at every push, as ECR writes its filters: `*`, `prod/*`; one without a `*` stands for every name that contains it. */
  repositories: z._default(
    z
      .array(z.string().check(z.regex(/^[a-z0-9*][a-z0-9._/*-]{0,255}$/, 'a filter of repositories, with * for any text')))
      .check(z.minLength(1), z.maxLength(MOST)),
    ['*'],
  ),
  /** Whether Inspector has to scan (ENHANCED). Where it does not, that is told: it costs, and needs rights of Inspector. */
  enhanced: z._default(z.boolean(), false),
});
type Settings = z.infer<typeof settings>;

/** A filter without a wildcard matches every name that contains it (ECR user guide, "Filters to choose which repositories are scanned"). */
const spelt = (filter: string): string => (filter.includes('*') ? filter : `*${filter}*`);

/** A filter is text, too: whatever it stands for, a glob that it fits stands for. */
function missing({ scanType, rules }: ScanningState, { repositories }: Settings): readonly string[] {
  const there = (AUTOMATIC[scanType] ?? []).flatMap((frequency) => Object.keys(rules[frequency] ?? {}));
  return [...new Set(repositories)].filter((demanded) => !there.some((filter) => fits(spelt(filter), spelt(demanded)))).sort();
}
/** Frequencies that its type does not have. What such a rule does to the others AWS does not say. */
const foreign = ({ scanType, rules }: ScanningState): readonly string[] =>
  Object.keys(rules).filter((frequency) => !AUTOMATIC[scanType]?.includes(frequency));

const inOrder = <T>(map: { readonly [k: string]: T }): [string, T][] => Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
/** The call takes the whole configuration: what is not sent is no longer there. In one order, so that one repair is one call. */
const put = ({ scanType, rules }: ScanningState) =>
  ({
    api: 'PutRegistryScanningConfiguration',
    input: {
      scanType: scanType as 'BASIC',
      rules: inOrder(rules).map(([frequency, filters]) => ({
        scanFrequency: frequency as 'SCAN_ON_PUSH',
        repositoryFilters: inOrder(filters).map(([filter, type]) => ({ filter, filterType: type as 'WILDCARD' })),
      })),
    },
  }) as const;

/** What a repository says of itself is not judged, and the type of scanning is not changed (docs/decisions/0045). */
export const remediation: Remediation<ScanningState, ScanningTable, 'PutRegistryScanningConfiguration', Settings> = {
  id: 'registry-scanning',
  family: 'supply-chain',
  title: 'Images are scanned when they are pushed to the registry',
  severity: 'high',
  standards: ['ECR.1', RULE, 'ATT&CK T1525', 'ATLAS AML.T0010'],
  triggers: [
    cloudtrail('ecr', {
      // It names nothing: there is but one.
      PutRegistryScanningConfiguration: { type: SCANNING, id: 'registryId', otherwise: 'account' },
      PutImageScanningConfiguration: { type: REPOSITORY, id: 'repositoryName' },
    }),
    configRule(REPOSITORY, [RULE]),
    ...securityHub(REPOSITORY, ['ECR.1']),
    scanFrequencies(SCANNING, 'account'),
  ],
  kind: registryScanning,
  calls: ['PutRegistryScanningConfiguration'],
  settings,
  flaw(s, { settings }) {
    const odd = foreign(s);
    if (odd.length > 0) return { says: `its ${s.scanType} scanning has a rule of ${odd.join(', ')}`, contained: false };
    const open = missing(s, settings);
    if (open.length > 0)
      return { says: `not every image pushed to repositories like ${open.join(', ')} is scanned (${s.scanType})`, contained: false };
    const plain = settings.enhanced && s.scanType !== 'ENHANCED';
    return plain ? { says: `its images are not scanned by Inspector (${s.scanType})`, contained: false } : undefined;
  },
  repair(s, _, ctx) {
    const odd = foreign(s);
    if (odd.length > 0)
      return { do: 'tell', why: `AWS does not say what a rule of ${odd.join(', ')} does beside others: a person takes it away` };
    const open = missing(s, ctx.settings);
    if (open.length === 0)
      return { do: 'tell', why: 'Inspector costs for every image, and switching it on needs rights of Inspector: a person does it' };
    const filters = { ...s.rules[ON_PUSH], ...Object.fromEntries(open.map((filter) => [filter, 'WILDCARD'])) };
    if (Object.keys(filters).length > MOST) return { do: 'tell', why: `a rule takes ${MOST} filters: a person has to make room` };
    const after = { ...s, rules: { ...s.rules, [ON_PUSH]: filters } };
    return trailing(ctx, registryScanning, 'ECR') ?? { do: 'step', call: put(after), effect: 'reversible', expect: after, undo: put(s) };
  },
};
