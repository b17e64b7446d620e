import { printedTextDecoder } from '@carmilla/extract'
import { TextBuilder } from '../builders/text-builder.ts'
import type { Column } from '../column.ts'
import type { RecordType, TextOf } from '../record-type.ts'
import type { Mistake } from '../select-names.ts'

/**
 * Holds what `column` holds, written as the text that Postgres prints, with ISO dates and in UTC. So
 * every value has its place: `NaN`, `infinity`, `0044-03-15 BC`. Truth is `true` and `false`, and
 * `char(n)` keeps its blanks.
 *
 * Its source must be one that `column` takes: a column of another type is drift all the same.
 */
export function asText<Inner extends RecordType, Fitting extends 'exact' | 'checked'>(
  column: Column<Inner, false, Fitting, 'error'> & OfOneText<Inner>,
): Column<TextOf<Inner>, false, Fitting, 'error'> {
  return {
    type: { kind: 'text' },
    optional: false,
    fit: column.fit,
    unrepresentable: 'error',
    decoder: (source, changes) =>
      column.decoder(source, changes) === undefined ? undefined : printedTextDecoder(source),
    builder: () => new TextBuilder(),
  }
}

type OfOneText<Inner> = Inner extends { readonly kind: 'list' | 'struct' | 'map' }
  ? Mistake<'values with values inside are written as JSON; use asJson()'>
  : unknown
