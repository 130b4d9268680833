/** A control of AWS Security Hub failed. It speaks twice where both of its products are on: in ASFF and in OCSF. */
import * as z from 'zod/mini';
import { list } from '../engine/read.ts';
import type { Ignored, Ref, Trigger } from '../engine/remediation.ts';
import { ASFF, type Finding, type Format, OCSF } from './security-hub-formats.ts';
import { refTo, trigger } from './trigger.ts';

/** `AwsSageMakerNotebookInstance` (ASFF) and `AWS::SageMaker::NotebookInstance` (OCSF, CloudFormation) are one type. */
const folded = (type: string) => type.replaceAll('::', '').toLowerCase();

function hear(format: Format, types: readonly string[], controls: readonly string[]): Trigger {
  const refusal = (finding: Finding): Ignored['ignored'] | undefined => {
    if (!finding.product.endsWith(format.product) || !controls.includes(`${finding.control}`)) return 'names-nothing';
    if (!finding.failed) return 'compliant';
    return finding.open ? undefined : 'archived';
  };
  const detail = () => z.object({ findings: list(format.finding()) });
  return trigger('aws.securityhub', format.detailType, detail, { findings: format.pattern(types, controls) }, (event) => {
    const refs: Ref[] = [];
    let ignored: Ignored['ignored'] = 'names-nothing';
    for (const finding of event.detail.findings) {
      const refused = refusal(finding);
      if (refused) ignored = refused;
      for (const { type, id, account, region } of refused ? [] : finding.resources) {
        const known = types.find((ours) => folded(ours) === folded(type));
        if (known) refs.push(refTo(known, id, { account, region: region || event.region }, event.time));
      }
    }
    return refs.length > 0 ? refs : { ignored };
  });
}

/** Open failures of `controls` (`SageMaker.3`) on resources of `type` (as CloudFormation names it), found by Security Hub itself. */
export function securityHub(type: string | readonly string[], controls: readonly string[]): readonly [Trigger, Trigger] {
  const types = [type].flat();
  return [hear(ASFF, types, controls), hear(OCSF, types, controls)];
}
