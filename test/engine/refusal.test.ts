import { describe, expect, test } from 'vitest';
import { refusal } from '../../src/engine/refusal.ts';
import { awsError } from './lamp.ts';

describe('an error of AWS', () => {
  test.each<[string, string, number, string]>([
    ['ThrottlingException', 'Rate exceeded', 400, 'throttled'],
    ['Throttling', 'Rate exceeded', 400, 'throttled'],
    ['SlowDown', 'Please reduce your request rate.', 503, 'throttled'],
    ['TooManyRequestsException', '', 429, 'throttled'],
    ['AccessDeniedException', 'User is not authorized to perform', 400, 'denied'],
    ['AccessDenied', 'User is not authorized to perform', 403, 'denied'],
    ['ExpiredTokenException', 'The security token included in the request is expired', 400, 'denied'],
    ['UnrecognizedClientException', 'The security token included in the request is invalid.', 400, 'denied'],
    ['ValidationException', 'Status (Pending) not in ([InService]). Unable to transition to (Stopping)', 400, 'moved'],
    ['ValidationException', 'Could not find endpoint "x".', 400, 'missing'],
    ['ValidationException', 'Cannot update in-progress endpoint "x".', 400, 'moved'],
    ['ValidationException', 'RecordNotFound', 400, 'missing'],
    ['ValidationException', 'Cannot find Model Package Group: x', 400, 'missing'],
    ['ValidationException', 'ModelPackageGroup x does not exist.', 400, 'missing'],
    ['ValidationException', 'Cannot find Model Package: x/1', 400, 'missing'],
    ['ValidationException', 'ModelPackage x/1 does not exist.', 400, 'missing'],
    ['TrailNotFoundException', '', 400, 'missing'],
    ['NotFoundException', '', 404, 'missing'],
    ['PipelineNotFoundException', '', 400, 'missing'],
    ['RepositoryNotFoundException', '', 400, 'missing'],
    ['ValidationException', 'Cannot create already existing endpoint configuration "x".', 400, 'moved'],
    ['ConflictException', '', 409, 'moved'],
    ['NoSuchEntity', 'The role with name x cannot be found.', 404, 'missing'],
    ['NoSuchEntityException', 'Policy x was not found.', 404, 'missing'],
    ['NoSuchBucket', 'The specified bucket does not exist', 404, 'missing'],
    ['OperationAborted', 'A conflicting conditional operation is currently in progress against this resource.', 409, 'moved'],
    ['EntityAlreadyExists', '', 409, 'moved'],
    ['ConcurrentModificationException', '', 409, 'moved'],
    ['EntityAlreadyExistsException', '', 409, 'moved'],
    ['ConcurrentModification', '', 409, 'moved'],
    ['ValidationException', 'The role cannot be deleted while it is in use.', 400, 'moved'],
    ['ExpiredToken', 'The security token included in the request is expired', 403, 'denied'],
    ['ValidationException', 'the moon is full', 400, 'refused'],
    ['AccessDeniedish', '', 403, 'refused'],
    ['NotAccessDenied', '', 403, 'refused'],
    ['ThrottlingExceptional', '', 400, 'refused'],
    ['NoThrottling', '', 400, 'refused'],
    ['ConflictExceptional', '', 409, 'refused'],
    ['NoSuchConflictException', '', 409, 'refused'],
    ['ExceptionThrottling', '', 400, 'refused'],
    ['NotNoSuchEntity', '', 404, 'refused'],
    ['NoSuchEntityExceptional', '', 404, 'refused'],
    ['InvalidParameterValue', 'Could not find endpoint "x".', 400, 'refused'],
    ['MalformedPolicyDocument', 'Syntax errors in policy.', 400, 'refused'],
    ['LimitExceeded', 'Cannot exceed quota', 409, 'refused'],
    ['InternalFailure', 'oops', 500, 'unknown'],
    ['ServiceUnavailable', 'Could not find the time', 503, 'unknown'],
    ['PermanentRedirect', '', 301, 'unknown'],
  ])('%s "%s" with status %i is %s', (name, message, status, is) => {
    expect(refusal(awsError(name, message, status))).toEqual({ is, text: `${name}: ${message}` });
  });

  test.each<[string, unknown, string]>([
    ['a socket that broke', new Error('socket hang up'), 'Error: socket hang up'],
    ['a call that was aborted', new DOMException('The operation timed out.', 'TimeoutError'), 'TimeoutError: The operation timed out.'],
    ['something thrown that is no error', 'no', 'Error: no'],
    ['an answer without a status', Object.assign(new Error('x'), { $metadata: {} }), 'Error: x'],
  ])('%s may have taken effect', (_, error, text) => {
    expect(refusal(error)).toEqual({ is: 'unknown', text });
  });
});
