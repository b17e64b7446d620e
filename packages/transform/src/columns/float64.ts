import type { Column } from '../column.ts'
import { Float64Builder } from '../builders/float-builder.ts'
import { float64Decoder, nearestFloat64Decoder } from '@carmilla/extract'

/**
 * A binary64 floating-point number: holds `double precision` and `real`. `lossy(float64(), …)` takes
 * `bigint` and `numeric`, and rounds them to the nearest.
 */
export function float64(): Column<{ readonly kind: 'float64' }, false, 'exact', 'error'> {
  return {
    type: { kind: 'float64' },
    optional: false,
    fit: 'exact',
    unrepresentable: 'error',
    decoder: (source) =>
      source.kind === 'float4' || source.kind === 'float8'
        ? float64Decoder(source.kind)
        : undefined,
    lossyWay: {
      decoder: ({ kind }, changes, reason) =>
        kind === 'int8' || kind === 'numeric'
          ? nearestFloat64Decoder(kind, changes.changed('rounded', reason))
          : undefined,
    },
    builder: () => new Float64Builder(),
  }
}
