import type { Column } from '../column.ts'
import { TimeBuilder } from '../builders/time-builder.ts'
import { timeMicrosDecoder } from '@carmilla/extract'

/**
 * A time of day in microseconds since midnight: holds `time`, but for `24:00:00`, which Parquet does not
 * have. Hive has no type for it, and sees its number.
 */
export function timeMicros(): Column<{ readonly kind: 'timeMicros' }, false, 'exact', 'error'> {
  return {
    type: { kind: 'timeMicros' },
    optional: false,
    fit: 'exact',
    unrepresentable: 'error',
    format: 'binary',
    decoder: (source) =>
      source.kind === 'printed' && source.name === 'time' ? timeMicrosDecoder() : undefined,
    builder: () => new TimeBuilder(),
  }
}
