import { AwsError } from '../aws-error.ts'
import { headerOf, type HttpRequest } from '../http-message.ts'
import type { StoredObject } from './stored-object.ts'

/**
 * Checks what a write asks of the object that is there.
 *
 * @throws {AwsError} `PreconditionFailed`, `NoSuchKey`
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function checkWriteConditions(
  request: HttpRequest,
  present: StoredObject | undefined,
): void {
  if (headerOf(request, 'if-none-match') === '*' && present !== undefined) {
    throw preconditionFailed('If-None-Match')
  }
  const match = headerOf(request, 'if-match')
  if (match === undefined) return
  if (present === undefined) {
    throw new AwsError(404, 'NoSuchKey', 'The specified key does not exist.')
  }
  if (match !== '*' && match !== present.etag) throw preconditionFailed('If-Match')
}

export function preconditionFailed(condition: string): AwsError {
  return new AwsError(
    412,
    'PreconditionFailed',
    `At least one of the pre-conditions you specified did not hold: ${condition}`,
  )
}
