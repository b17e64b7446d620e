import type { Column } from '../column.ts'
import { Int32Builder } from '../builders/int32-builder.ts'
import { int32Decoder } from '@carmilla/extract'

/** A whole number of 32 bits: holds `integer` and `smallint`. */
export function int32(): Column<{ readonly kind: 'int32' }, false, 'exact', 'error'> {
  return {
    type: { kind: 'int32' },
    optional: false,
    fit: 'exact',
    unrepresentable: 'error',
    decoder: (source) =>
      source.kind === 'int2' || source.kind === 'int4' ? int32Decoder(source.kind) : undefined,
    builder: () => new Int32Builder(-2_147_483_648, 2_147_483_647),
  }
}
