import type { Column, Fit, UnrepresentablePolicy } from '../column.ts'
import type { CheckShape } from '../from-json/check-shape.ts'
import { jsonShapeDecoder } from '../from-json/json-decoder.ts'
import { type ExtraKeys, shapeReader } from '../from-json/shape-reader.ts'
import type { FromJson, RecordType } from '../record-type.ts'

export type { FromJson }

/** What becomes of a document that is not of the declared shape. */
export interface JsonOptions {
  /**
   * A key that its struct does not declare. `error` (the default): the run stops. `ignore`: it is left
   * out and counted. `rest`: it is kept, with all others of its object, as JSON in the field
   * `_rest: optional(json())` of the struct.
   */
  readonly extraKeys?: ExtraKeys
  /**
   * A value that is not of the declared type, or that the type cannot hold exactly. `error` (the
   * default): the run stops. `null`: NULL is written in its place, counted and reported.
   */
  readonly mismatch?: UnrepresentablePolicy
}

/**
 * The values in a document, by its declared shape: holds `json` and `jsonb`.
 *
 * The shape is made of the other column functions. A key that is missing is NULL, and so is a JSON
 * null. Numbers are read from their digits and are never rounded; of equal keys the last one counts.
 *
 * @throws {TransformError} `record_mismatch` for a shape that no JSON has, which does not compile either
 *
 * @example
 * optional(fromJson(struct({ city: optional(text()), geo: optional(list(float64())) }), { extraKeys: 'ignore' }))
 */
export function fromJson<Type extends RecordType, const Options extends JsonOptions = JsonOptions>(
  shape: Column<Type, false, Fit, 'error'> & CheckShape<Type, Options>,
  options?: Options,
): Column<FromJson<Type>, false, 'checked', 'error'> {
  const { extraKeys = 'error', mismatch = 'error' }: JsonOptions = options ?? {}
  const readerFor = (optional: boolean) =>
    shapeReader(shape, { path: '$', optional, extraKeys, mismatch })
  // Refuses a shape that no JSON has now, and not when a table is read.
  readerFor(true)
  return {
    type: shape.type,
    optional: false,
    fit: 'checked',
    unrepresentable: 'error',
    mismatch,
    decoder: (source, { optional, count }) =>
      jsonShapeDecoder(source, {
        read: readerFor(optional),
        builder: shape.builder(),
        mismatch,
        count,
      }),
    builder: () => shape.builder(),
  }
}
