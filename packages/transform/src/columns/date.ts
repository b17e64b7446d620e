import type { Column } from '../column.ts'
import { Int32Builder } from '../builders/int32-builder.ts'
import { dateDecoder, timestampDateDecoder } from '@carmilla/extract'

/**
 * A calendar day, proleptic Gregorian: holds `date`. `lossy(date(), …)` takes timestamps, and of a
 * `timestamptz` its day in UTC.
 */
export function date(): Column<{ readonly kind: 'date' }, false, 'exact', 'error'> {
  return {
    type: { kind: 'date' },
    optional: false,
    fit: 'exact',
    unrepresentable: 'error',
    decoder: (source) => (source.kind === 'date' ? dateDecoder() : undefined),
    lossyWay: {
      decoder: ({ kind }, changes, reason) =>
        kind === 'timestamp' || kind === 'timestamptz'
          ? timestampDateDecoder(changes.changed('truncated', reason))
          : undefined,
    },
    builder: () => new Int32Builder(-2_147_483_648, 2_147_483_647),
  }
}
