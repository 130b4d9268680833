/** What an error of AWS means for the change that met it. */

export interface Refusal {
  /**
   * denied: we may not. throttled, moved: a passing condition; look again. missing: so is this, unless it is needed for an undo.
   * refused: AWS said no, in words nobody foresaw. unknown: it may have happened; only a look can tell.
   */
  readonly is: 'denied' | 'throttled' | 'moved' | 'missing' | 'refused' | 'unknown';
  readonly text: string;
}

const THROTTLED = /^(Throttling|ThrottlingException|ThrottledException|TooManyRequestsException|RequestLimitExceeded|SlowDown)$/;
const DENIED =
  /^(AccessDenied|AccessDeniedException|UnauthorizedOperation|AuthorizationError|UnrecognizedClientException|ExpiredToken(Exception)?)$/;
/** Between look and call the resource was moved, made or deleted. SageMaker says so only in the text of a ValidationException. */
const MOVED_NAME =
  /^(ConflictException|ResourceInUse|ResourceInUseException|(PipelineExecutionNotStoppable|DuplicatedStopRequest|DeploymentAlreadyCompleted)Exception|EntityAlreadyExists(Exception)?|ConcurrentModification(Exception)?)$/;
const MOVED_TEXT = /Status \(\w+\) not in \(|Cannot create already existing|Cannot update in-progress|cannot be (updated|deleted) while/i;
const MISSING_NAME =
  /^(ResourceNotFound|ResourceNotFoundException|NoSuchEntity(Exception)?|(Pipeline|PipelineExecution|Stage)NotFoundException|(Application|DeploymentGroup)DoesNotExistException)$/;
const MISSING_TEXT = /RecordNotFound|Could not find/i;

/** Reads an error thrown by an SDK client. Anything without an HTTP status below 500 may have taken effect. */
export function refusal(error: unknown): Refusal {
  const { name = 'Error', message = String(error), $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
  const text = `${name}: ${message}`;
  const status = $metadata?.httpStatusCode;
  if (THROTTLED.test(name)) return { is: 'throttled', text };
  if (DENIED.test(name)) return { is: 'denied', text };
  if (status === undefined || status < 400 || status >= 500) return { is: 'unknown', text };
  if (MISSING_NAME.test(name) || MISSING_TEXT.test(message)) return { is: 'missing', text };
  return { is: MOVED_NAME.test(name) || MOVED_TEXT.test(message) ? 'moved' : 'refused', text };
}
