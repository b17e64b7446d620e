import { timestampMicrosDecoder } from '@carmilla/extract'
import { Int64Builder } from '../builders/int64-builder.ts'
import type { Column } from '../column.ts'

/** The record type of a timestamp; `utc` says whether it is an instant or a wall clock. */
export interface TimestampType<Utc extends boolean> {
  readonly kind: 'timestamp'
  readonly unit: 'micros'
  readonly utc: Utc
}

/** A wall-clock time in microseconds: holds `timestamp` (without time zone). */
export function timestampMicros(): Column<TimestampType<false>, false, 'exact', 'error'> {
  return {
    type: { kind: 'timestamp', unit: 'micros', utc: false },
    optional: false,
    fit: 'exact',
    unrepresentable: 'error',
    decoder: (source) => (source.kind === 'timestamp' ? timestampMicrosDecoder() : undefined),
    builder: () => new Int64Builder(),
  }
}

/** An instant in microseconds, shown in UTC: holds `timestamptz`. */
export function timestamptzMicros(): Column<TimestampType<true>, false, 'exact', 'error'> {
  return {
    type: { kind: 'timestamp', unit: 'micros', utc: true },
    optional: false,
    fit: 'exact',
    unrepresentable: 'error',
    decoder: (source) => (source.kind === 'timestamptz' ? timestampMicrosDecoder() : undefined),
    builder: () => new Int64Builder(),
  }
}
