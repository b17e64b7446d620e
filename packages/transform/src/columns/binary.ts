import type { Column } from '../column.ts'
import { BinaryBuilder } from '../builders/binary-builder.ts'
import {
  bytesDecoder,
  type ColumnDecoder,
  geometryDecoder,
  type SourceType,
} from '@carmilla/extract'

/** Bytes without a meaning: holds `bytea`, and as WKB without its SRID `geometry` and `geography`. */
export function binary(): Column<{ readonly kind: 'binary' }, false, 'exact', 'error'> {
  return {
    type: { kind: 'binary' },
    optional: false,
    fit: 'exact',
    unrepresentable: 'error',
    decoder: binaryDecoder,
    builder: () => new BinaryBuilder(),
  }
}

function binaryDecoder(source: SourceType): ColumnDecoder | undefined {
  switch (source.kind) {
    case 'bytea':
      return bytesDecoder()
    case 'geometry':
    case 'geography':
      return geometryDecoder()
    default:
      return undefined
  }
}
