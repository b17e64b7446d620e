import type { Column } from '../column.ts'
import { Int64Builder } from '../builders/int64-builder.ts'
import { int64Decoder } from '@carmilla/extract'

/** A whole number of 64 bits: holds `bigint`, `integer` and `smallint`. */
export function int64(): Column<{ readonly kind: 'int64' }, false, false, 'error'> {
  return {
    type: { kind: 'int64' },
    optional: false,
    checked: false,
    unrepresentable: 'error',
    decoder: (source) =>
      source.kind === 'int2' || source.kind === 'int4' || source.kind === 'int8'
        ? int64Decoder(source.kind)
        : undefined,
    builder: () => new Int64Builder(),
  }
}
