import { TransformError } from './errors.ts'

/** The reason that a policy is declared with, or a sentence in the place of one that says nothing. */
export type CheckReason<Reason extends string> = Reason extends `${infer First}${infer Rest}`
  ? First extends ' '
    ? CheckReason<Rest> extends Missing
      ? Missing
      : Reason
    : Reason
  : string extends Reason
    ? Reason
    : Reason extends ''
      ? Missing
      : Reason

type Missing = 'say why values may change; the reason is shown in the plan, and with the counts'

/** @throws {TransformError} record_mismatch, when it is blank */
export function checkedReason(policy: string, reason: string): string {
  if (reason.trim() !== '') return reason
  throw new TransformError('record_mismatch', `${policy} has no reason; say why values may change`)
}
