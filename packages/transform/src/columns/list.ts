import {
  type ColumnDecoder,
  comesPrinted,
  flatListDecoder,
  listDecoder,
  multirangeDecoder,
  multirangeElement,
  printedListDecoder,
  type SourceType,
  vectorDecoder,
} from '@carmilla/extract'
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
 * at 1 are not kept. `lossy(list(text()), …)` takes arrays of any dimensions, and keeps none of them.
 *
 * Also holds `vector` and `halfvec` of pgvector as `list(float32())`, and multiranges as lists of ranges.
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
    ...(element.format && { format: element.format }),
    decoder: (source, use) => decoderOf(element, source, { ...use, optional: true }),
    lossyWay: {
      decoder: (source, use, reason) => {
        if (source.kind !== 'array' || comesPrinted(source)) return undefined
        const held = element.decoder(source.element, { ...use, optional: true })
        return held && flatListDecoder(held, use.changed('flattened', reason))
      },
    },
    builder: () => new ListBuilder(element.builder()),
  }
}

function decoderOf(
  element: Column,
  source: SourceType,
  use: DecoderUse,
): ColumnDecoder | undefined {
  switch (source.kind) {
    case 'array':
      return arrayDecoder(element, source.element, use)
    case 'vector':
    case 'halfvec':
      return element.type.kind === 'float32' ? vectorDecoder(source.kind) : undefined
    case 'printed':
      return rangesDecoder(element, source, use)
    default:
      return undefined
  }
}

/** Goes down the lists until one's elements hold those of the array: that many dimensions it has. */
function arrayDecoder(
  element: Column,
  source: SourceType,
  use: DecoderUse,
): ColumnDecoder | undefined {
  let elements: Column | undefined = element
  for (let dimensions = 1; elements !== undefined; dimensions++) {
    const decoder = elements.decoder(source, use)
    if (decoder !== undefined) {
      if (elements.format === 'binary' || !comesPrinted(source)) {
        return listDecoder(decoder, dimensions)
      }
      // Only an array comes as printed with its elements; what is deeper in it comes in binary.
      return source.kind === 'printed'
        ? printedListDecoder(decoder, dimensions, source.delimiter)
        : undefined
    }
    elements = elements.elements
  }
  return undefined
}

function rangesDecoder(
  element: Column,
  source: SourceType,
  use: DecoderUse,
): ColumnDecoder | undefined {
  const range = multirangeElement(source)
  if (range === undefined || element.format !== 'binary') return undefined
  const decoder = element.decoder(range, use)
  return decoder && multirangeDecoder(decoder)
}
