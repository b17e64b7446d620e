import type { EpochDays, EpochMicros, LocalMicros, PersonalValue } from '@carmilla/extract'
import type { Column } from '../column.ts'
import { coarseDay, coarseInteger, coarseMicros, type Period, PERIODS } from './coarse.ts'
import { CoarseDecoder } from './coarse-decoder.ts'
import { isColumn, type Subject } from './subject.ts'
import { type Treated, treated } from './treatment.ts'
import { treatValue } from './unwrap.ts'

/** Values that can be made coarser: days, times and whole numbers. */
type Coarsenable = EpochDays | EpochMicros | LocalMicros | number | bigint

/** How coarse: a period for a date or a time, a step for a whole number. */
type CoarsenessOf<Given> =
  Given extends Column<infer Type>
    ? Type extends { readonly kind: 'date' | 'timestamp' }
      ? Period
      : Type extends { readonly kind: 'int16' | 'int32' | 'int64' }
        ? number
        : 'only date(), timestamps and whole numbers can be generalised'
    : Given extends PersonalValue<infer Value>
      ? Value extends EpochDays | EpochMicros | LocalMicros
        ? Period
        : number
      : never

type Generalised<Given> =
  Given extends PersonalValue<infer Value>
    ? Value
    : Given extends Column
      ? Treated<Given, 'generalise'>
      : Given

/**
 * Makes a value coarser: a date or a timestamp becomes the first day of its `month` or `year`, at
 * midnight; a whole number the multiple of the step at or below it (with a step of 10, 47 becomes 40).
 *
 * @throws {RangeError} for a step that is not a whole number of at least 1, and another period
 * @example
 * birth_date: generalise(optional(date()), 'year')
 */
export function generalise<const Given extends Subject<Coarsenable>>(
  subject: Given,
  coarseness: CoarsenessOf<Given>,
): Generalised<Given>
export function generalise(subject: Subject<Coarsenable>, given: string | number): unknown {
  const coarseness = checkedCoarseness(given)
  const detail = typeof coarseness === 'number' ? `by ${coarseness}` : `to ${coarseness}`
  if (!isColumn(subject)) return treatValue(subject, (value) => coarse(value, coarseness))
  return treated(subject, { kind: 'generalise', detail }, (column, source, use) => {
    const decoder = column.decoder(source, use)
    return decoder && new CoarseDecoder(decoder, coarseness, column.type)
  })
}

function checkedCoarseness(given: string | number): Period | number {
  const period = PERIODS.find((name) => name === given)
  if (period !== undefined) return period
  if (typeof given === 'number' && Number.isSafeInteger(given) && given >= 1) return given
  throw new RangeError(
    `generalise() by ${given}; expected a whole number of at least 1, 'month' or 'year'`,
  )
}

function coarse(value: Coarsenable, coarseness: Period | number): Coarsenable {
  if (typeof coarseness === 'number') {
    return typeof value === 'bigint'
      ? coarseInteger(value, BigInt(coarseness))
      : Math.floor(value / coarseness) * coarseness
  }
  return typeof value === 'bigint' ? coarseMicros(value, coarseness) : coarseDay(value, coarseness)
}
