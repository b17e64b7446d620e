import type { PersonalValue } from '@carmilla/extract'
import { TransformError } from '../errors.ts'
import { isColumn, type Subject } from './subject.ts'
import type { Treated } from './treatment.ts'
import { treatValue } from './unwrap.ts'

/** The reason, or a sentence where there is none. */
type GivenReason<Reason extends string> = Reason extends ''
  ? 'say why this is written in the clear, as in: billing needs the address'
  : Reason extends ` ${infer Rest}`
    ? GivenReason<Rest> extends Rest
      ? Reason
      : GivenReason<Rest>
    : Reason

type Revealed<Given> =
  Given extends PersonalValue<infer Value>
    ? Value
    : Given extends null | undefined
      ? Given
      : Given extends Subject
        ? Treated<Exclude<Given, PersonalValue<unknown> | null | undefined>, 'reveal'>
        : never

/**
 * Writes a personal column as it is, or gives a function of the task the value in it, for a reason
 * that is shown wherever the column is.
 *
 * @throws {TransformError} `record_mismatch` without a reason
 * @example
 * email: reveal(optional(text()), 'the sales team calls customers back')
 */
export function reveal<const Given extends Subject, const Reason extends string>(
  subject: Given,
  reason: GivenReason<Reason>,
): Revealed<Given>
export function reveal(subject: Subject, reason: string): unknown {
  if (reason.trim() === '') {
    throw new TransformError('record_mismatch', 'reveal() needs a reason; say why')
  }
  if (!isColumn(subject)) return treatValue(subject, (value) => value)
  return { written: subject, treatment: { kind: 'reveal', reason }, treat: subject.decoder }
}
