import type { Column } from '../column.ts'
import { Float64Builder } from '../builders/float-builder.ts'
import { float64Decoder } from '@carmilla/extract'

/** A binary64 floating-point number: holds `double precision` and `real`. */
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
    builder: () => new Float64Builder(),
  }
}
