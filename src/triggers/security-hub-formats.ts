/** The two formats of a Security Hub finding, read into what they have in common. Fields: Security Hub guide, "sample-control-findings" and "ocsf-findings". */
import * as z from 'zod/mini';
import { account, list, maybe, text } from '../engine/read.ts';
import type { Json } from '../engine/remediation.ts';

/** Partner products send through the same events and leave most of it out. */
export interface Finding {
  readonly product: string;
  readonly control: string | null | undefined;
  readonly failed: boolean;
  readonly open: boolean;
  readonly resources: readonly { type: string; id: string; account: string; region: string | null | undefined }[];
}
/** `product` ends the ARN of AWS's own product: no account stands in it, so nobody else's ends like it. */
export interface Format {
  readonly detailType: string;
  readonly product: string;
  finding(): z.core.$ZodType<Finding>;
  /** The pattern of an open failure of one of `controls` on one of `types`. */
  pattern(types: readonly string[], controls: readonly string[]): { readonly [field: string]: Json };
}

const caseless = (value: string) => ({ 'equals-ignore-case': value });

const asff = () =>
  z.object({
    ProductArn: text,
    AwsAccountId: account,
    Compliance: z.nullish(z.object({ Status: maybe, SecurityControlId: maybe })),
    RecordState: maybe,
    Workflow: z.nullish(z.object({ Status: maybe })),
    Resources: list(z.object({ Type: text, Id: text, Region: maybe })),
  });
const ASFF_OPEN = ['NEW', 'NOTIFIED'];
export const ASFF: Format = {
  detailType: 'Security Hub Findings - Imported',
  product: '::product/aws/securityhub',
  finding: () =>
    z.pipe(
      asff(),
      z.transform((said) => ({
        product: said.ProductArn,
        control: said.Compliance?.SecurityControlId,
        failed: said.Compliance?.Status === 'FAILED',
        open: said.RecordState === 'ACTIVE' && ASFF_OPEN.includes(`${said.Workflow?.Status}`),
        resources: said.Resources.map((r) => ({ type: r.Type, id: r.Id, account: said.AwsAccountId, region: r.Region })),
      })),
    ),
  pattern: (types, controls) => ({
    ProductArn: [{ suffix: ASFF.product }],
    Compliance: { Status: ['FAILED'], SecurityControlId: controls },
    RecordState: ['ACTIVE'],
    Workflow: { Status: ASFF_OPEN },
    Resources: { Type: types.map((type) => caseless(type.replaceAll('::', ''))) },
  }),
};

const owned = () => z.object({ account: z.object({ uid: account }) });
const ocsf = () =>
  z.object({
    metadata: z.object({ product: z.object({ uid: text }) }),
    status_id: z.number(),
    compliance: z.nullish(z.object({ control: maybe, status: maybe })),
    cloud: owned(),
    resources: list(z.object({ type: text, uid: text, uid_alt: maybe, region: maybe, owner: z.nullish(owned()) })),
  });
/** New, In Progress; then come Suppressed, Resolved, Archived. */
const OCSF_OPEN = [1, 2];
export const OCSF: Format = {
  detailType: 'Findings Imported V2',
  product: '::productv2/aws/securityhub',
  finding: () =>
    z.pipe(
      ocsf(),
      z.transform((said) => ({
        product: said.metadata.product.uid,
        control: said.compliance?.control,
        failed: said.compliance?.status?.toLowerCase() === 'fail',
        open: OCSF_OPEN.includes(said.status_id),
        // Where `uid` is a bare name, `uid_alt` is the ARN.
        resources: said.resources.map((r) => ({
          type: r.type,
          id: r.uid_alt?.startsWith('arn:') ? r.uid_alt : r.uid,
          account: (r.owner ?? said.cloud).account.uid,
          region: r.region,
        })),
      })),
    ),
  pattern: (types, controls) => ({
    metadata: { product: { uid: [{ suffix: OCSF.product }] } },
    status_id: OCSF_OPEN,
    compliance: { control: controls, status: [caseless('fail')] },
    resources: { type: types.map(caseless) },
  }),
};
