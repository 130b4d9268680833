/** What no story uses and is granted all the same, each with its reason. An exception that nothing needs any more is a fault, too. */
import type { Grant } from './granted.ts';

export interface Exception {
  readonly role: RegExp;
  readonly action: RegExp;
  readonly resource?: RegExp;
  /** Of the pattern of partition keys. */
  readonly key?: RegExp;
  readonly reason: string;
}

export const EXCEPTIONS: readonly Exception[] = [
  {
    role: /^mlwarden-/,
    action: /^sqs:(ReceiveMessage|DeleteMessage|GetQueueAttributes)$/,
    reason: "Lambda's event source mapping does it in the function's name; the model has that inside.",
  },
  {
    role: /^mlwarden-tell$/,
    action: /^(dynamodb:(DescribeStream|GetRecords|GetShardIterator|ListStreams)|sqs:SendMessage)$/,
    reason: "Lambda's event source mapping reads the ledger's stream and gives up what cannot be told, in the function's name.",
  },
  {
    role: /^mlwarden-tell$/,
    action: /^(dynamodb:BatchGetItem|events:PutEvents|sns:Publish)$/,
    reason: 'The stories end at the ledger; test/telling asks for exactly these three, and test/deploy that they are all.',
  },
  { role: /^mlwarden-/, action: /^logs:/, reason: "Lambda writes the function's log in its name." },
  { role: /^mlwarden-global$/, action: /^events:PutEvents$/, reason: 'EventBridge forwards in the name of this role, from us-east-1.' },
  {
    role: /^mlwarden-sweep$/,
    action: /^(iam:List(EntitiesForPolicy|Policies)|config:BatchGetResourceConfig|codedeploy:BatchGetDeploymentGroups)$/,
    reason:
      'Reads of a kind are granted together. These lead from an event to its resource, and the sweep has no events; they change nothing.',
  },
  {
    role: /^mlwarden-(role|policy)-/,
    action: /^(iam:ListPolicies|iam:ListRoles|config:BatchGetResourceConfig)$/,
    reason:
      'An event names the role or the policy by its unique id, and AWS Config does not record, or is asked: the model always records.',
  },
  {
    role: /^mlwarden-/,
    action: /^dynamodb:(BatchGetItem|ConditionCheckItem|PutItem)$/,
    key: /^lock#aws\/AWS::(SageMaker::(EndpointConfig|Model)|IAM::(Policy|User)|CodePipeline::Pipeline|ECR::Repository)\//,
    reason: 'A kind does not say which of its types it judges and which it only comes from; a lock of the latter never exists.',
  },
  {
    role: /^mlwarden-policy-default-version$/,
    action: /^sqs:SendMessage$/,
    resource: /:mlwarden-role-/,
    reason: 'The kinds of roles name the type it judges, from which they come; they lock the role, so there is nobody to wake.',
  },
  {
    role: /^mlwarden-image-vulnerabilities$/,
    action: /^sqs:SendMessage$/,
    resource: /:mlwarden-(pipeline-approver|repository-\w+)$/,
    reason: 'It comes from the repositories that they judge, or they from the pipelines that it judges: they lock something else.',
  },
  {
    role: /^mlwarden-role-admin-policy$/,
    action: /^iam:ListEntitiesForPolicy$/,
    resource: /^arn:aws:iam::aws:policy/,
    reason: 'All reads of policies go by one list of ARNs. Only an operator asks for the roles that have a policy of AWS.',
  },
  {
    role: /^mlwarden-role-trust$/,
    action: /^iam:ListEntitiesForPolicy$/,
    reason:
      'It shares the kind of role-admin-policy, so that the sweep reads every role once for both. Only an operator leads it from a policy to its roles.',
  },
  {
    role: /^mlwarden-notebook-encryption$/,
    action: /^sagemaker:StartNotebookInstance$/,
    reason: 'The hand-back of the kind: sent by whoever finds something owed and nothing held, which in the stories is the neighbour.',
  },
  {
    role: /^mlwarden-(role|build|pipeline|repository|job|bucket)-/,
    action: /^sqs:SendMessage$/,
    reason: 'Wakes the neighbour whose change of the same resource was left open.',
  },
  {
    role: /^mlwarden-access-key-/,
    action: /^sqs:SendMessage$/,
    reason: 'A user is where keys are found from, and a subject to the neighbour, who changes none: so nobody has to be woken.',
  },
  {
    role: /^mlwarden-pipeline-gate$/,
    action: /^codeconnections:PassConnection$/,
    reason: 'Connections of another age have another name; those of the stories are of `codestar-connections`.',
  },
  {
    role: /^mlwarden-operator$/,
    action: /./,
    reason: 'People use it, and stories have no operator yet: test/operator/page.test.ts plays every verb against these grants.',
  },
  {
    role: /^mlwarden-(notebook-encryption|role-credentials-stolen|build-privileged|build-public|pipeline-approver|key-usable|repository-tags|repository-access|endpoint-isolation|config-recorder|security-hub|trail-logging)$/,
    action: /^dynamodb:Query$/,
    key: /^rec#/,
    reason: 'To put something back its own record is read. Nobody asks for that in its stories; test/world/undo.test.ts does.',
  },
  {
    role: /^mlwarden-endpoint-rollback$/,
    action: /^dynamodb:(ConditionCheckItem|PutItem|Query)$/,
    key: /^(control|lock|budget|rec)#/,
    reason: 'All functions have the same rights on the ledger; one that only tells settles the changes of others, and begins none.',
  },
  {
    role: /^mlwarden-(endpoint-rollback|job-(isolation|remote-debug)|(processing|transform)-isolation|model-sharing)$/,
    action: /^sagemaker:List(Endpoints|TrainingJobs|ProcessingJobs|TransformJobs|ModelPackageGroups)$/,
    reason: 'Reads of a kind are granted together. This finds a name from an ARN, and every event of theirs has the name.',
  },
  {
    role: /^mlwarden-role-credentials-stolen$/,
    action: /^iam:DeleteRolePolicy$/,
    reason: 'The undo of the policy that it writes: asked for in test/world/undo.test.ts, in no story.',
  },
];

export const excepted = (grant: Grant, key: string | undefined): Exception | undefined =>
  EXCEPTIONS.find(
    (e) =>
      e.role.test(grant.role) && e.action.test(grant.action) && (e.resource ?? /^/).test(grant.resource) && (e.key ?? /^/).test(key ?? ''),
  );
