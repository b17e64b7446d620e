import { intervalDecoder } from '@carmilla/extract'
import type { Column } from '../column.ts'
import type { HoldingStruct } from '../record-type.ts'
import { int32 } from './int32.ts'
import { int64 } from './int64.ts'
import { struct } from './struct.ts'

interface Parts {
  readonly months: ReturnType<typeof int32>
  readonly days: ReturnType<typeof int32>
  readonly microseconds: ReturnType<typeof int64>
}

/** The record type of an interval in parts. */
export type IntervalPartsType = HoldingStruct<Parts, 'interval'>

/**
 * A span of time as Postgres keeps it: holds `interval` as a struct of `months`, `days` and
 * `microseconds`. None follows from the others, for months and days have no one length; each has its own
 * sign. The infinities are refused.
 */
export function intervalParts(): Column<IntervalPartsType, false, 'exact', 'error'> {
  return {
    ...struct({ months: int32(), days: int32(), microseconds: int64() }),
    format: 'binary',
    decoder: (source) =>
      source.kind === 'printed' && source.name === 'interval' ? intervalDecoder() : undefined,
  }
}
