import { timestampMicrosDecoder, timestampMillisDecoder } from '@carmilla/extract'
import { Int64Builder } from '../builders/int64-builder.ts'
import { MillisBuilder } from '../builders/millis-builder.ts'
import type { Column } from '../column.ts'

/** The record type of a timestamp; `utc` says whether it is an instant or a wall clock. */
export interface TimestampType<Utc extends boolean, Unit extends 'micros' | 'millis' = 'micros'> {
  readonly kind: 'timestamp'
  readonly unit: Unit
  readonly utc: Utc
}

/**
 * A wall-clock time in microseconds: holds `timestamp` (without time zone).
 * `lossy(timestampMicros(), …)` takes `timestamptz`, and shows the clock of UTC.
 */
export function timestampMicros(): Column<TimestampType<false>, false, 'exact', 'error'> {
  return {
    type: { kind: 'timestamp', unit: 'micros', utc: false },
    optional: false,
    fit: 'exact',
    unrepresentable: 'error',
    decoder: (source) => (source.kind === 'timestamp' ? timestampMicrosDecoder() : undefined),
    lossyWay: {
      decoder: (source) => (source.kind === 'timestamptz' ? timestampMicrosDecoder() : undefined),
    },
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

/**
 * A wall-clock time in milliseconds, rounded down, for readers that keep no more and would round:
 * `lossy(timestampMillis(), …)` takes `timestamp`. Without `lossy()` it holds no type of Postgres.
 *
 * A function of a task returns microseconds here too.
 */
export function timestampMillis(): Column<TimestampType<false, 'millis'>, false, 'exact', 'error'> {
  return millis('timestamp', { kind: 'timestamp', unit: 'millis', utc: false })
}

/** An instant in milliseconds, rounded down; takes `timestamptz` as {@link timestampMillis} does. */
export function timestamptzMillis(): Column<
  TimestampType<true, 'millis'>,
  false,
  'exact',
  'error'
> {
  return millis('timestamptz', { kind: 'timestamp', unit: 'millis', utc: true })
}

function millis<Utc extends boolean>(
  from: 'timestamp' | 'timestamptz',
  type: TimestampType<Utc, 'millis'>,
): Column<TimestampType<Utc, 'millis'>, false, 'exact', 'error'> {
  return {
    type,
    optional: false,
    fit: 'exact',
    unrepresentable: 'error',
    decoder: () => undefined,
    lossyWay: {
      decoder: ({ kind }, changes, reason) =>
        kind === from ? timestampMillisDecoder(changes.changed('truncated', reason)) : undefined,
      builder: () => new MillisBuilder({ truncates: true }),
    },
    builder: () => new MillisBuilder({ truncates: false }),
  }
}
