import type { FixedVector } from '@carmilla/extract'
import type { ValueBuilder } from '../value-builder.ts'
import { appendNullTo, emptied } from './slots.ts'

const UUID_BYTES = 16
const UUID = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i

/** Builds the bytes of UUIDs from their text. */
export class UuidBytesBuilder implements ValueBuilder {
  readonly vector: FixedVector = {
    layout: 'fixed',
    widthBytes: UUID_BYTES,
    rows: 0,
    nulls: 0,
    present: new Uint8Array(0),
    values: new Uint8Array(0),
  }

  begin(rows: number): void {
    if (emptied(this.vector, rows)) this.vector.values = new Uint8Array(rows * UUID_BYTES)
  }

  appendNull(): void {
    appendNullTo(this.vector)
  }

  append(value: unknown): void {
    if (typeof value !== 'string' || !UUID.test(value)) {
      throw new RangeError(`${String(value)} is not a UUID`)
    }
    const row = this.vector.rows++
    this.vector.present[row] = 1
    this.vector.values.set(Buffer.from(value.replaceAll('-', ''), 'hex'), row * UUID_BYTES)
  }
}
