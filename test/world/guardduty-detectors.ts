/** GuardDuty's detector: an account has one in a Region, or none. */
import type { CreateDetectorRequest, DetectorStatus, UpdateDetectorRequest } from '@aws-sdk/client-guardduty';
import type { Operations } from './cloudtrail.ts';
import { AwsError, type Habitat, rule } from './habitat.ts';
import { hex } from './random.ts';
import { shelf } from './stale.ts';

rule(
  'guardduty.foreign-detector',
  'observed',
  'BadRequestException "The request is rejected because the input detectorId is not owned by the current account."',
  'hashicorp/terraform-provider-aws issues 6937, 10925',
);
rule('guardduty.one', 'documented', 'an account has one detector in a Region', 'GuardDuty API, CreateDetector');
rule(
  'guardduty.one-text',
  'observed',
  'BadRequestException "The request is rejected because a detector already exists for the current account."',
  'public issues of Terraform and CDK',
);
rule(
  'guardduty.suspended',
  'documented',
  'UpdateDetector suspends and enables; a suspended detector keeps its id and its findings',
  'GuardDuty guide, "Suspending or disabling GuardDuty"',
);
rule('guardduty.same', 'assumed', 'enabling an enabled detector succeeds', 'not said in the API reference');

export const DETECTOR = 'd6012345678912345678912349f831b8';
const SLOT = 'detector';

export interface Detector {
  readonly DetectorId: string;
  readonly Status: DetectorStatus;
}
export interface Detectors extends Operations {
  /** Furnishes the one; `none`: GuardDuty was never on, or was disabled altogether. */
  place(given: { readonly DetectorId?: string | undefined; readonly Status?: string | undefined }): void;
  /** Refuses every other id. */
  check(input: { readonly DetectorId?: string | undefined }): Detector;
}

export const refused = (message: string) => new AwsError('BadRequestException', message, 400, { Type: 'InvalidInputException' });

export function detectors(habitat: Habitat): Detectors {
  const kept = shelf<Detector | 'none'>(habitat, 5);
  const have = (is: Detector | 'none' | undefined): Detector | undefined => (is === 'none' ? undefined : is);
  const mine = (is: Detector | undefined, DetectorId: string | undefined): Detector => {
    if (is?.DetectorId === DetectorId && is) return is;
    throw refused('The request is rejected because the input detectorId is not owned by the current account.');
  };
  const truth = ({ DetectorId }: { readonly DetectorId?: string | undefined }) => mine(have(kept.truth(SLOT)), DetectorId);
  const status = (Enable: boolean | undefined): DetectorStatus => (Enable ? 'ENABLED' : 'DISABLED');
  kept.place(SLOT, { DetectorId: DETECTOR, Status: 'ENABLED' });
  return {
    place: ({ DetectorId = DETECTOR, Status = 'ENABLED' }) =>
      kept.place(SLOT, Status === 'none' ? 'none' : { DetectorId, Status: Status as DetectorStatus }),
    check: truth,
    reads: {
      ListDetectors: () => ({ DetectorIds: [have(kept.read(SLOT))].flatMap((is) => (is ? [is.DetectorId] : [])) }),
      GetDetector({ DetectorId }: { readonly DetectorId?: string }) {
        const { Status } = mine(have(kept.read(SLOT)), DetectorId);
        const ServiceRole = `arn:aws:iam::${habitat.account}:role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty`;
        return { Status, ServiceRole, FindingPublishingFrequency: 'SIX_HOURS', Tags: {} };
      },
    },
    writes: {
      UpdateDetector(input: UpdateDetectorRequest) {
        const is = truth(input);
        kept.put(SLOT, { ...is, Status: input.Enable === undefined ? is.Status : status(input.Enable) });
      },
      DeleteDetector(input: { readonly DetectorId?: string }) {
        truth(input);
        kept.put(SLOT, 'none');
      },
      CreateDetector({ Enable }: CreateDetectorRequest) {
        if (have(kept.truth(SLOT))) throw refused('The request is rejected because a detector already exists for the current account.');
        const DetectorId = hex(habitat.random, 32);
        kept.put(SLOT, { DetectorId, Status: status(Enable) });
        return { DetectorId };
      },
    },
  };
}
