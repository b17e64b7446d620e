import { jsonTextDecoder } from '@carmilla/extract'
import { TextBuilder } from '../builders/text-builder.ts'
import type { Column } from '../column.ts'
import type { JsonOf, RecordType } from '../record-type.ts'

/**
 * Holds what `column` holds, written as the JSON that `to_jsonb(value)::text` gives: a blank behind
 * each `,` and `:`, the keys of an object in the order of their lengths and then their bytes, NaN and
 * the infinities as text. A value of type `json` inside is kept as it is stored.
 *
 * So every value has its place: `asJson(list(int32()))` takes arrays of any dimensions. Its source must
 * be one that `column` takes: a column of another type is drift all the same.
 */
export function asJson<Inner extends RecordType, Fitting extends 'exact' | 'checked'>(
  column: Column<Inner, false, Fitting, 'error'>,
): Column<JsonOf<Inner>, false, Fitting, 'error'> {
  return {
    type: { kind: 'json' },
    optional: false,
    fit: column.fit,
    unrepresentable: 'error',
    decoder: (source, changes) =>
      column.decoder(source, changes) === undefined ? undefined : jsonTextDecoder(source),
    builder: () => new TextBuilder(),
  }
}
