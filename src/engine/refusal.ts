/** What an error of AWS means for the change that met it. */

export interface Refusal {
  /**
   * denied: we may not. throttled, moved: a passing condition; look again. missing: so is this, unless it is needed for an undo.
   * refused: AWS said no, in words nobody foresaw. unknown: it may have happened; only a look can tell.
   */
  readonly is: 'denied' | 'throttled' | 'moved' | 'missing' | 'refused' | 'unknown';
  readonly text: string;
}

/** Names of errors, which some services end in `Exception`. */
const THROTTLED = /^(Throttl(ing|ed)|TooManyRequests|RequestLimitExceeded|SlowDown)$/;
const DENIED = /^(AccessDenied|UnauthorizedOperation|AuthorizationError|UnrecognizedClient|ExpiredToken)$/;
/** Between look and call the resource was moved, made or deleted. SageMaker says so only in the text of a ValidationException. */
const MOVED_NAME =
  /^(Conflict|ResourceInUse|KMSInvalidState|PipelineExecutionNotStoppable|DuplicatedStopRequest|DeploymentAlreadyCompleted|EntityAlreadyExists|ConcurrentModification|OperationAborted)$/;
const MOVED_TEXT =
  /Status \(\w+\) not in \(|Cannot create already existing|Cannot update in-progress|the (training|processing|transform) job is in status|cannot be (updated|deleted) while/i;
const MISSING_NAME =
  /^((Resource|Pipeline(Version|Execution)?|Stage|Repository(Policy)?|Trail)?NotFound|NoSuch(Entity|Bucket)|(Application|DeploymentGroup)DoesNotExist)$/;
const MISSING_TEXT =
  /RecordNotFound|Could not find|resource not found|Cannot find (Model Package|resource policy)|(ModelPackage(Group)? \S+|Lifecycle Config) does not exist/;

const isOf = (names: RegExp, name: string): boolean => names.test(name.replace(/Exception$/, ''));

/**
 * AWS says that there is no such thing. SageMaker models no error for that: it is a ValidationException that says `RecordNotFound` (notebooks)
 * or `Could not find …` (endpoints, endpoint configs), as hashicorp/terraform-provider-aws matches them, or `Requested resource not found`
 * (jobs; boto/boto3 issue 2808, aws/amazon-sagemaker-examples issue 2360), or `Cannot find …`, `… does not exist` (model packages and their
 * groups, as aws-cloudformation/aws-cloudformation-resource-providers-sagemaker matches them; lifecycle configurations, as getmoto/moto has it).
 */
export const isMissing = ({ name, message }: Error): boolean =>
  isOf(MISSING_NAME, name) || (name === 'ValidationException' && MISSING_TEXT.test(message));

/** Reads an error thrown by an SDK client. Anything without an HTTP status below 500 may have taken effect. */
export function refusal(error: unknown): Refusal {
  const { name = 'Error', message = String(error), $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
  const text = `${name}: ${message}`;
  const status = $metadata?.httpStatusCode;
  if (isOf(THROTTLED, name)) return { is: 'throttled', text };
  if (isOf(DENIED, name)) return { is: 'denied', text };
  if (status === undefined || status < 400 || status >= 500) return { is: 'unknown', text };
  if (isMissing({ name, message })) return { is: 'missing', text };
  return { is: isOf(MOVED_NAME, name) || MOVED_TEXT.test(message) ? 'moved' : 'refused', text };
}
