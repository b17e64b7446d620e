import type { Column } from '../column.ts'
import { Int32Builder } from '../builders/int32-builder.ts'
import { int32Decoder } from '@carmilla/extract'

/** A whole number of 16 bits: holds `smallint`. */
export function int16(): Column<{ readonly kind: 'int16' }, false, 'exact', 'error'> {
  return {
    type: { kind: 'int16' },
    optional: false,
    fit: 'exact',
    unrepresentable: 'error',
    decoder: (source) => (source.kind === 'int2' ? int32Decoder('int2') : undefined),
    builder: () => new Int32Builder(-32_768, 32_767),
  }
}
