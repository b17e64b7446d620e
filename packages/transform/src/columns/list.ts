import { type ColumnDecoder, listDecoder, type SourceType } from '@carmilla/extract'
import { ListBuilder } from '../builders/list-builder.ts'
import type { Column } from '../column.ts'
import type { RecordType } from '../record-type.ts'

/** The record type of a list. */
export interface ListType<Element extends RecordType> {
  readonly kind: 'list'
  readonly element: Element
}

/**
 * A list of one dimension: holds `T[]`. Its elements may be NULL, as Postgres' may. A value with
 * more dimensions stops the run.
 */
export function list<Element extends RecordType>(
  element: Column<Element, false>,
): Column<ListType<Element>, false, false, 'error'> {
  return {
    type: { kind: 'list', element: element.type },
    optional: false,
    checked: false,
    unrepresentable: 'error',
    decoder: (source) => decoderOf(element, source),
    builder: () => new ListBuilder(element.builder()),
  }
}

function decoderOf(element: Column, source: SourceType): ColumnDecoder | undefined {
  // An array comes in binary, and so do its elements: none of them can be read as printed.
  if (source.kind !== 'array' || source.element.kind === 'printed') return undefined
  const decoder = element.decoder(source.element)
  return decoder === undefined ? undefined : listDecoder(decoder)
}
