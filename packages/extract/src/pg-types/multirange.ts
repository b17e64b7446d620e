import { malformedValue } from '../malformed-value.ts'
import type { SourceType } from '../result-column.ts'
import type { ListLayout } from './array.ts'
import type { Printed } from './printed.ts'

/** Multiranges of Postgres itself, as in `{[1,5),[7,9)}`. */
export type Int4Multirange = Printed<'int4multirange'>
export type Int8Multirange = Printed<'int8multirange'>
export type NumMultirange = Printed<'nummultirange'>
export type TsMultirange = Printed<'tsmultirange'>
export type TstzMultirange = Printed<'tstzmultirange'>
export type DateMultirange = Printed<'datemultirange'>

/** The range type of each. */
const RANGES: ReadonlyMap<string, string> = new Map([
  ['int4multirange', 'int4range'],
  ['int8multirange', 'int8range'],
  ['nummultirange', 'numrange'],
  ['tsmultirange', 'tsrange'],
  ['tstzmultirange', 'tstzrange'],
  ['datemultirange', 'daterange'],
])

/** The type of a multirange's ranges; `undefined` for what is no multirange of Postgres itself. */
export function multirangeElement(type: SourceType): SourceType | undefined {
  const name = type.kind === 'printed' ? RANGES.get(type.name) : undefined
  return name === undefined ? undefined : { kind: 'printed', name }
}

const COUNT_BYTES = 4
const LENGTH_BYTES = 4

/**
 * On the wire: number of ranges (int32), then each after its length in bytes (int32).
 * See multirange_send in src/backend/utils/adt/multirangetypes.c of Postgres.
 */
export const MULTIRANGE: ListLayout = {
  elementsOffsetBytes: () => COUNT_BYTES,
  elementCount: (view, position) => rangeCount(view, position),
}

/** Each range has a length, so there are no more of them than the value has room for. */
function rangeCount(view: DataView, position: number): number {
  const rangesBytes = view.getInt32(position - LENGTH_BYTES) - COUNT_BYTES
  const count = rangesBytes < 0 ? -1 : view.getInt32(position)
  const isPossible = count === 0 ? rangesBytes === 0 : count <= rangesBytes / LENGTH_BYTES
  if (count < 0 || !isPossible) throw malformedValue('multirange')
  return count
}
