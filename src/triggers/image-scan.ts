/** What is told of a container image that was scanned: of the image, its repository is heard. */
import * as z from 'zod/mini';
import { account, list, maybe, text } from '../engine/read.ts';
import type { Trigger } from '../engine/remediation.ts';
import { refTo, trigger } from './trigger.ts';

const REPOSITORY = 'AWS::ECR::Repository';
const IMAGE = 'AWS_ECR_CONTAINER_IMAGE';

/** Inspector scans machines and functions, too: they have no repository. It names the repository by its ARN, ECR by its name. */
const scanned = (source: string, detailType: string): Trigger =>
  trigger(
    source,
    detailType,
    () => z.object({ 'repository-name': maybe }),
    { 'repository-name': [{ exists: true }] },
    (event) => {
      const name = event.detail['repository-name'];
      return name ? [refTo(REPOSITORY, name, event, event.time)] : [];
    },
  );

const image = () => z.object({ registry: account, repositoryName: text });
const finding = () =>
  z.object({
    severity: text,
    resources: list(z.object({ type: text, details: z.nullish(z.object({ awsEcrContainerImage: z.nullish(image()) })) })),
  });

/** One event a vulnerability and image; those that close tell as much as those that open. */
const found = (severities: readonly string[]): Trigger =>
  trigger(
    'aws.inspector2',
    'Inspector2 Finding',
    finding,
    { severity: [...severities], resources: { type: [IMAGE] } },
    ({ detail, region, time }) => {
      if (!severities.includes(detail.severity)) return [];
      const images = detail.resources.flatMap(({ type, details }) => (type === IMAGE ? [details?.awsEcrContainerImage] : []));
      return images.flatMap((one) => (one ? [refTo(REPOSITORY, one.repositoryName, { account: one.registry, region }, time)] : []));
    },
  );

/**
 * ECR's own scans, those of Inspector, and Inspector's findings of these severities (ECR user guide, "Amazon ECR events and EventBridge";
 * Inspector user guide, "Amazon EventBridge event schema for Amazon Inspector events").
 */
export const imageScans = (severities: readonly string[]): readonly Trigger[] => [
  scanned('aws.ecr', 'ECR Image Scan'),
  found(severities),
  scanned('aws.inspector2', 'Inspector2 Scan'),
];

const CHANGED = 'SCAN_FREQUENCY_CHANGE';
/**
 * With enhanced scanning ECR tells which repositories are scanned how often from now on. Whichever they are, it was said of the registry:
 * `type` and `id` are how that is called here (ECR user guide, "EventBridge events sent for enhanced scanning in Amazon ECR").
 */
export const scanFrequencies = (type: string, id: string): Trigger =>
  trigger(
    'aws.ecr',
    'ECR Scan Resource Change',
    () => z.object({ 'action-type': text }),
    { 'action-type': [CHANGED] },
    (event) => (event.detail['action-type'] === CHANGED ? [refTo(type, id, event, event.time)] : []),
  );
