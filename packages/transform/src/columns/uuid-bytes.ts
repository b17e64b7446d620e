import type { Column } from '../column.ts'
import { UuidBytesBuilder } from '../builders/uuid-bytes-builder.ts'
import { uuidBytesDecoder } from '@carmilla/extract'

/**
 * A UUID, written as its 16 bytes. DuckDB reads a UUID, Athena and polars read bytes; Spark does not read
 * the file, so `uuid()` is what most should use.
 */
export function uuidBytes(): Column<{ readonly kind: 'uuidBytes' }, false, 'exact', 'error'> {
  return {
    type: { kind: 'uuidBytes' },
    optional: false,
    fit: 'exact',
    unrepresentable: 'error',
    decoder: (source) => (source.kind === 'uuid' ? uuidBytesDecoder() : undefined),
    builder: () => new UuidBytesBuilder(),
  }
}
