/**
 * What people should know before they approve a change, in a sentence each, as far as a look shows it anyway. It is never judged. How the
 * resource is used at present is asked of AWS only when a request is opened: endpoint-use.ts, role-use.ts.
 */
import type { Role } from '@aws-sdk/client-iam';
import type { ProductionVariantSummary } from '@aws-sdk/client-sagemaker';
import type { EndpointConfig } from './endpoint-config.ts';

function variant(
  { VariantName, DesiredInstanceCount, CurrentServerlessConfig, DesiredWeight }: ProductionVariantSummary,
  config?: EndpointConfig,
): string {
  const made = config?.ProductionVariants?.find((one) => one.VariantName === VariantName);
  const on = CurrentServerlessConfig
    ? 'serverless'
    : `${DesiredInstanceCount ?? '?'} × ${made?.InstanceType ?? 'instances of an unknown type'}`;
  const model = made?.ModelName ? `, model ${made.ModelName}` : '';
  return `variant ${VariantName}: ${on}, weight ${DesiredWeight ?? '?'}${model}`;
}

export const onEndpoint = (variants: readonly ProductionVariantSummary[] = [], config?: EndpointConfig): readonly string[] =>
  variants.map((one) => variant(one, config));

/** IAM keeps it for 400 days, and tells of the last four hours late (IAM API reference, RoleLastUsed). */
export function onRole({ RoleLastUsed: last }: Role): readonly string[] {
  if (!last?.LastUsedDate) return ['IAM knows of no use in the last 400 days'];
  return [`last used at ${last.LastUsedDate.toISOString()}${last.Region ? ` in ${last.Region}` : ''}, as far as IAM knows by now`];
}
