import type { Column } from '../column.ts'
import { Int32Builder } from '../builders/int32-builder.ts'
import { dateDecoder } from '@carmilla/extract'

/** A calendar day, proleptic Gregorian. */
export function date(): Column<{ readonly kind: 'date' }, false, 'exact', 'error'> {
  return {
    type: { kind: 'date' },
    optional: false,
    fit: 'exact',
    unrepresentable: 'error',
    decoder: (source) => (source.kind === 'date' ? dateDecoder() : undefined),
    builder: () => new Int32Builder(-2_147_483_648, 2_147_483_647),
  }
}
