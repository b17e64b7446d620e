import { type ColumnDecoder, listDecoder, type SourceType } from '@carmilla/extract'
import { ListBuilder } from '../builders/list-builder.ts'
import type { Column, DecoderUse } from '../column.ts'
import type { RecordType } from '../record-type.ts'

/** The record type of a list. */
export interface ListType<Element extends RecordType> {
  readonly kind: 'list'
  readonly element: Element
}

/**
 * A list: holds `T[]`. Its elements may be NULL, as Postgres' may.
 *
 * The type of an array does not say how many dimensions its values have, so the record does:
 * `list(text())` holds those of one, `list(list(text()))` those of two. The empty array is an empty
 * list in each; a value of any other number of dimensions stops the run. Subscripts that do not begin
 * at 1 are not kept.
 */
export function list<Element extends RecordType>(
  element: Column<Element, false>,
): Column<ListType<Element>, false, 'exact', 'error'> {
  return {
    type: { kind: 'list', element: element.type },
    optional: false,
    fit: 'exact',
    unrepresentable: 'error',
    elements: element,
    decoder: (source, use) => decoderOf(element, source, { ...use, optional: true }),
    builder: () => new ListBuilder(element.builder()),
  }
}

/** Goes down the lists until one's elements hold those of the array: that many dimensions it has. */
function decoderOf(
  element: Column,
  source: SourceType,
  use: DecoderUse,
): ColumnDecoder | undefined {
  // An array comes in binary, and so do its elements: none of them can be read as printed.
  if (source.kind !== 'array' || source.element.kind === 'printed') return undefined
  let elements: Column | undefined = element
  for (let dimensions = 1; elements !== undefined; dimensions++) {
    const decoder = elements.decoder(source.element, use)
    if (decoder !== undefined) return listDecoder(decoder, dimensions)
    elements = elements.elements
  }
  return undefined
}
