/** Commands of the pages that are not carried out in the model of AWS, each with the reason; a test says so of one that could be. */

const OURS = 'it is a script of this repository: that there is one of its name is tested, and CI runs it';
const LOOKS = 'nothing of mlwarden asks for it, so the model has no answer; its options are read as the AWS CLI reads them';
const SETUP = 'it is done around mlwarden, by people; its options are read as the AWS CLI reads them';

const STOPPED = 'test/operating-stopped.test.ts plays it, with what becomes of the messages';

export const UNPLAYED: Readonly<Record<string, string>> = {
  'npm ci': OURS,
  'npm run': OURS,
  'npm start': OURS,
  'npm test': OURS,
  'sam deploy': 'it takes the SAM CLI and an account; test/e2e deploys the same templates to an emulator',
  'sam local': 'it takes the SAM CLI and Docker; test/rie runs the same bundles under the Lambda runtime',
  'export LEDGER=mlwarden-ledger': 'it is put in wherever the page says $LEDGER',
  'aws cloudformation delete-stack': SETUP,
  'aws cloudwatch describe-alarms': LOOKS,
  'aws dynamodb delete-table': SETUP,
  'aws dynamodb restore-table-to-point-in-time': SETUP,
  'aws dynamodb update-table': SETUP,
  'aws ecr batch-get-repository-scanning-configuration': LOOKS,
  'aws ecr describe-images': LOOKS,
  'aws ecr start-image-scan': SETUP,
  'aws guardduty get-administrator-account': LOOKS,
  'aws lambda invoke': 'test/operating.test.ts gives what it sends to the function itself',
  'aws lambda delete-function-concurrency': STOPPED,
  'aws lambda put-function-concurrency': STOPPED,
  'aws s3api get-bucket-acl': LOOKS,
  'aws s3api get-bucket-policy-status': LOOKS,
  'aws s3api head-bucket': LOOKS,
  'aws securityhub describe-standards': LOOKS,
  'aws securityhub get-administrator-account': LOOKS,
  'aws sagemaker update-endpoint-weights-and-capacities': SETUP,
  'aws sns subscribe': SETUP,
  'aws ssm start-automation-execution': 'test/operator/page.test.ts gives the execution that it starts to the function itself',
};
/** The entry of the list that a line is of, if any. */
export const unplayed = (line: string): string | undefined => Object.keys(UNPLAYED).find((start) => `${line} `.startsWith(`${start} `));
