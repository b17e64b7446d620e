import { type ClampBounds, ClampingDecoder, type SourceType } from '@carmilla/extract'
import { boundDays, boundMicros, MICROS_PER_DAY } from './calendar-bounds.ts'
import type { Column, Fit } from './column.ts'
import { TransformError } from './errors.ts'
import { type CheckReason, checkedReason } from './reason.ts'
import type { RecordType } from './record-type.ts'
import type { Mistake } from './select-names.ts'
import { showRecordType } from './show-record-type.ts'

/** The record types that {@link clamp} takes. */
type ClampedType =
  | { readonly kind: 'date' }
  | { readonly kind: 'timestamp'; readonly unit: 'micros' | 'millis'; readonly utc: boolean }

/** The least and the greatest value that is written. */
export interface ClampText {
  /** `1900-01-01`; of a timestamp also `1900-01-01 00:00:00`, in UTC. Years 0001 to 9999. */
  readonly from: string
  /** Included: a date on its own is its midnight, of a timestamp. */
  readonly to: string
}

/**
 * Keeps dates or timestamps within bounds: what is before `from` (`-infinity` too) is written as
 * `from`, what is after `to` as `to`, and each is counted.
 *
 * @throws {TransformError} record_mismatch, for a bound that is no date or time, for bounds in the
 * wrong order, and for a blank reason that the compiler does not know
 */
export function clamp<Type extends RecordType, Fitting extends Fit, const Reason extends string>(
  column: Column<Type, false, Fitting, 'error'> & OfTime<Type>,
  bounds: ClampText,
  reason: CheckReason<Reason>,
): Column<Type, false, Fitting, 'clamp'> {
  const given = checkedReason('clamp()', reason)
  const type = clampedType(column.type)
  // Parsed now: a bound that is none is a mistake of the task.
  const written = type.kind === 'date' ? daysOf(bounds) : microsOf(bounds)
  if (written.from > written.to) {
    throw new TransformError(
      'record_mismatch',
      `clamp() from '${bounds.from}' to '${bounds.to}': the bounds are in the wrong order`,
    )
  }
  const { from, to } = bounds
  return {
    ...column,
    unrepresentable: 'clamp',
    declarations: [
      ...(column.declarations ?? []),
      { policy: 'clamp', reason: given, bounds: { from, to } },
    ],
    decoder: (source, changes) => {
      const decoder = column.decoder(source, changes)
      if (decoder === undefined) return undefined
      return new ClampingDecoder(
        decoder,
        boundsOf(type, written, source),
        changes.changed('clamped', given),
      )
    },
  }
}

type OfTime<Type> = Type extends ClampedType
  ? unknown
  : Mistake<'only dates and timestamps are clamped'>

function clampedType(type: RecordType): ClampedType {
  if (type.kind === 'date' || type.kind === 'timestamp') return type
  throw new TransformError(
    'record_mismatch',
    `clamp() of ${showRecordType(type)}: expected a date or a timestamp`,
  )
}

interface Range {
  readonly from: bigint
  readonly to: bigint
}

function daysOf({ from, to }: ClampText): Range {
  return { from: boundDays(from), to: boundDays(to) }
}

function microsOf({ from, to }: ClampText): Range {
  return { from: boundMicros(from), to: boundMicros(to) }
}

/** The bounds in the units of the source and of the column; a timestamp fits a day until its end. */
function boundsOf(type: ClampedType, { from, to }: Range, source: SourceType): ClampBounds {
  if (type.kind === 'date') {
    if (source.kind === 'date') return { source: 'date', from, to, written: { from, to } }
    return {
      source: 'timestamp',
      from: from * MICROS_PER_DAY,
      to: (to + 1n) * MICROS_PER_DAY - 1n,
      written: { from, to },
    }
  }
  const written =
    type.unit === 'micros' ? { from, to } : { from: floorMillis(from), to: floorMillis(to) }
  return { source: 'timestamp', from, to, written }
}

function floorMillis(micros: bigint): bigint {
  const rest = ((micros % 1000n) + 1000n) % 1000n
  return (micros - rest) / 1000n
}
