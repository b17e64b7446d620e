import type { ColumnDecoder, PersonalCategory, SourceType } from '@carmilla/extract'
import type { Column, DecoderUse } from '../column.ts'
import { list } from '../columns/list.ts'

/** What can become of a personal column. */
export const TREATMENTS = ['hash', 'mask', 'truncate', 'generalise', 'reveal'] as const
export type TreatmentKind = (typeof TREATMENTS)[number]

/** What becomes of a column, in the task's words. */
export interface Treatment<Kind extends TreatmentKind = TreatmentKind> {
  readonly kind: Kind
  /** How much is left: `keep first 1`, `to month`. */
  readonly detail?: string
  /** Why a value is written as it is. */
  readonly reason?: string
}

/**
 * A record column, and what becomes of the values on their way into it. It is no column itself, so
 * that nothing takes it for one: a list, a struct and a derived column do not.
 */
export interface Treated<Declared extends Column, Kind extends TreatmentKind> {
  readonly written: Declared
  readonly treatment: Treatment<Kind>
  /** Makes the decoder for a source column; `undefined` if it cannot be treated so. */
  readonly treat: DecoderMaker
}

/** A record column at run time, with its treatment built in. */
export type RecordColumn = Column & {
  readonly treatment?: Treatment
  /** Set for what may hold personal data: no message may show its values. */
  readonly personal?: PersonalCategory
}

type DecoderMaker = Column['decoder']

/** Makes the decoder of one value's column; of a list's elements, each. */
export type Treat = (
  column: Column,
  source: SourceType,
  use: DecoderUse,
) => ColumnDecoder | undefined

/** A column whose values, or whose elements, go through `treat`. */
export function treated<Declared extends Column, Kind extends TreatmentKind>(
  written: Declared,
  treatment: Treatment<Kind>,
  treat: Treat,
): Treated<Declared, Kind> {
  return {
    written,
    treatment,
    treat: (source, use) => treatedDecoder(written, { source, use, treat }),
  }
}

function treatedDecoder(
  column: Column,
  { source, use, treat }: TreatedSource,
): ColumnDecoder | undefined {
  const { elements } = column
  if (elements === undefined) return treat(column, source, use)
  const decoder: DecoderMaker = (element, inner) =>
    treatedDecoder(elements, { source: element, use: inner, treat })
  return list({ ...elements, optional: false, decoder }).decoder(source, use)
}

interface TreatedSource {
  readonly source: SourceType
  readonly use: DecoderUse
  readonly treat: Treat
}
