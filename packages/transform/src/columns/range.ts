import { type ColumnDecoder, rangeDecoder, rangeSubtype, type SourceType } from '@carmilla/extract'
import { type Column, type DecoderUse, type Fit, optional } from '../column.ts'
import type { HoldingStruct, RecordType } from '../record-type.ts'
import { bool } from './bool.ts'
import { struct } from './struct.ts'

/** The columns of a range's struct. */
export interface RangeColumns<Bound extends RecordType, Fitting extends Fit> {
  readonly lower: Column<Bound, true, Fitting, 'error'>
  readonly upper: Column<Bound, true, Fitting, 'error'>
  readonly lower_inc: ReturnType<typeof bool>
  readonly upper_inc: ReturnType<typeof bool>
  readonly is_empty: ReturnType<typeof bool>
}

/** The record type of a range. */
export type RangeType<Bound extends RecordType, Fitting extends Fit> = HoldingStruct<
  RangeColumns<Bound, Fitting>,
  readonly ['range', Bound, Fitting]
>

/**
 * A range: `range(int32())` holds `int4range`, and so on for `int8range`, `numrange`, `daterange`,
 * `tsrange` and `tstzrange`; `list(range(…))` holds a multirange. It is a struct of
 *
 * - `lower` and `upper`, NULL where the range has no such end, or is empty,
 * - `lower_inc` and `upper_inc`, whether they belong to the range,
 * - `is_empty`.
 *
 * Postgres itself writes ranges of whole numbers and dates with their lower bound and without the upper.
 */
export function range<Bound extends RecordType, Fitting extends Fit>(
  bound: Column<Bound, false, Fitting, 'error'>,
): Column<RangeType<Bound, Fitting>, false, 'exact', 'error'> {
  const columns: RangeColumns<Bound, Fitting> = {
    lower: optional(bound),
    upper: optional(bound),
    lower_inc: bool(),
    upper_inc: bool(),
    is_empty: bool(),
  }
  return {
    ...struct({ ...columns }),
    format: 'binary',
    decoder: (source, use) => decoderOf(bound, source, { ...use, optional: true }),
  }
}

function decoderOf(bound: Column, source: SourceType, use: DecoderUse): ColumnDecoder | undefined {
  const subtype = rangeSubtype(source)
  if (subtype === undefined) return undefined
  const lower = bound.decoder(subtype, use)
  const upper = bound.decoder(subtype, use)
  return lower && upper && rangeDecoder(lower, upper)
}
