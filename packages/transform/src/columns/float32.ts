import type { Column } from '../column.ts'
import { Float32Builder } from '../builders/float-builder.ts'
import { float32Decoder, nearestFloat32Decoder } from '@carmilla/extract'

/**
 * A binary32 floating-point number: holds `real`. `lossy(float32(), …)` takes `double precision`,
 * `integer`, `bigint` and `numeric`, and rounds them to the nearest.
 */
export function float32(): Column<{ readonly kind: 'float32' }, false, 'exact', 'error'> {
  return {
    type: { kind: 'float32' },
    optional: false,
    fit: 'exact',
    unrepresentable: 'error',
    decoder: (source) => (source.kind === 'float4' ? float32Decoder() : undefined),
    lossyWay: {
      decoder: ({ kind }, changes, reason) =>
        kind === 'int4' || kind === 'int8' || kind === 'float8' || kind === 'numeric'
          ? nearestFloat32Decoder(kind, changes.changed('rounded', reason))
          : undefined,
    },
    builder: () => new Float32Builder(),
  }
}
