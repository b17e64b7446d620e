import type { Column } from '../column.ts'
import { Float32Builder } from '../builders/float-builder.ts'
import { float32Decoder } from '@carmilla/extract'

/** A binary32 floating-point number: holds `real`. */
export function float32(): Column<{ readonly kind: 'float32' }, false, 'exact', 'error'> {
  return {
    type: { kind: 'float32' },
    optional: false,
    fit: 'exact',
    unrepresentable: 'error',
    decoder: (source) => (source.kind === 'float4' ? float32Decoder() : undefined),
    builder: () => new Float32Builder(),
  }
}
