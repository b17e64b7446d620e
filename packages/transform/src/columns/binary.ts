import type { Column } from '../column.ts'
import { BinaryBuilder } from '../builders/binary-builder.ts'
import { bytesDecoder } from '@carmilla/extract'

/** Bytes without a meaning: holds `bytea`. */
export function binary(): Column<{ readonly kind: 'binary' }, false, 'exact', 'error'> {
  return {
    type: { kind: 'binary' },
    optional: false,
    fit: 'exact',
    unrepresentable: 'error',
    decoder: (source) => (source.kind === 'bytea' ? bytesDecoder() : undefined),
    builder: () => new BinaryBuilder(),
  }
}
