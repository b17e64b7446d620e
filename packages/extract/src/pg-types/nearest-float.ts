/*
 * Numbers that are rounded to the nearest floating-point number, a tie to the one with an even last
 * bit, as Postgres casts them. Not by way of a double where that would round twice.
 */
import type { ChangedValues } from '../changed-values.ts'
import type { Kernel } from '../kernel-decoder.ts'
import { unrepresentable } from '../unrepresentable.ts'
import type { Float32Vector, Float64Vector } from '../vector.ts'

const WORD = 0x1_0000_0000
/** A double below this is the whole number that it was made of; this one may be the next. */
const EXACT_BELOW = 2 ** 53
/** What would follow the greatest binary32, if its exponent went on. */
const BEYOND_FLOAT32 = 2 ** 128

/** Counts the values that no binary32 is. */
export function int4ToNearestFloat32(changed: ChangedValues): Kernel<Float32Vector> {
  return (batch, column, output) => {
    const { view, positions, rows } = batch
    const { values, present } = output
    const first = column * batch.capacityRows
    let nulls = 0
    let rounded = 0
    for (let row = 0; row < rows; row++) {
      const position = positions[first + row] ?? -1
      if (position < 0) {
        present[row] = 0
        nulls++
      } else {
        present[row] = 1
        const value = view.getInt32(position)
        const nearest = Math.fround(value)
        if (nearest !== value) rounded++
        values[row] = nearest
      }
    }
    changed.values = rounded
    return nulls
  }
}

/** Counts the values that no binary64 is. */
export function int8ToNearestFloat64(changed: ChangedValues): Kernel<Float64Vector> {
  return (batch, column, output) => {
    const { view, positions, rows } = batch
    const { values, present } = output
    const first = column * batch.capacityRows
    let nulls = 0
    let rounded = 0
    for (let row = 0; row < rows; row++) {
      const position = positions[first + row] ?? -1
      if (position < 0) {
        present[row] = 0
        nulls++
      } else {
        present[row] = 1
        // Both words are exact, so the sum rounds once.
        const nearest = view.getInt32(position) * WORD + view.getUint32(position + 4)
        if (isRounded(nearest, view, position)) rounded++
        values[row] = nearest
      }
    }
    changed.values = rounded
    return nulls
  }
}

/** Counts the values that no binary32 is. */
export function int8ToNearestFloat32(changed: ChangedValues): Kernel<Float32Vector> {
  return (batch, column, output) => {
    const { view, positions, rows } = batch
    const { values, present } = output
    const first = column * batch.capacityRows
    let nulls = 0
    let rounded = 0
    for (let row = 0; row < rows; row++) {
      const position = positions[first + row] ?? -1
      if (position < 0) {
        present[row] = 0
        nulls++
      } else {
        present[row] = 1
        const double = view.getInt32(position) * WORD + view.getUint32(position + 4)
        const isExact = !isRounded(double, view, position)
        const nearest =
          isExact || !isHalfway(double)
            ? Math.fround(double)
            : fromHalfway(double, view.getBigInt64(position) > BigInt(double))
        if (!isExact || nearest !== double) rounded++
        values[row] = nearest
      }
    }
    changed.values = rounded
    return nulls
  }
}

/** Counts the values that no binary32 is; those beyond its range are refused. */
export function float8ToNearestFloat32(changed: ChangedValues): Kernel<Float32Vector> {
  return (batch, column, output) => {
    const { view, positions, rows } = batch
    const { values, present } = output
    const first = column * batch.capacityRows
    let nulls = 0
    let rounded = 0
    for (let row = 0; row < rows; row++) {
      const position = positions[first + row] ?? -1
      if (position < 0) {
        present[row] = 0
        nulls++
      } else {
        present[row] = 1
        const value = view.getFloat64(position)
        const nearest = Math.fround(value)
        if (!Object.is(nearest, value)) {
          if (!Number.isFinite(nearest)) throw beyondRange('float8', String(value), 'float32', row)
          rounded++
        }
        values[row] = nearest
      }
    }
    changed.values = rounded
    return nulls
  }
}

/**
 * Whether a double that no binary32 is lies as far from one binary32 as from the next: then the
 * number of which it is the nearest double decides.
 */
export function isHalfway(double: number): boolean {
  const nearest = Math.fround(double)
  return (
    Math.abs(double - finite(nearest)) === Math.abs(finite(neighbour(nearest, double)) - double)
  )
}

/** The binary32 nearest to a number that is greater or less than a halfway double. */
export function fromHalfway(double: number, isGreater: boolean): number {
  const nearest = Math.fround(double)
  const other = neighbour(nearest, double)
  return isGreater ? Math.max(nearest, other) : Math.min(nearest, other)
}

/** A number that is beyond every finite value of the target. */
export function beyondRange(type: string, value: string, target: string, row: number): Error {
  return unrepresentable({
    type,
    value,
    target: `the range of ${target}`,
    hint: 'replace it in the query, for instance with NULL',
    row,
  })
}

/** Whether the nearest double of an int8 is another number. */
function isRounded(double: number, view: DataView, position: number): boolean {
  if (double < EXACT_BELOW && double > -EXACT_BELOW) return false
  return BigInt(double) !== view.getBigInt64(position)
}

const FLOAT32 = new Float32Array(1)
const FLOAT32_BITS = new Uint32Array(FLOAT32.buffer)

/** The binary32 on the other side of a double; those of one sign are in the order of their bits. */
function neighbour(nearest: number, double: number): number {
  FLOAT32[0] = nearest === 0 ? 0 * Math.sign(double) : nearest
  FLOAT32_BITS[0] = (FLOAT32_BITS[0] ?? 0) + (Math.abs(nearest) < Math.abs(double) ? 1 : -1)
  return FLOAT32[0]
}

/** What an infinite binary32 would be if its exponent went on. */
function finite(float32: number): number {
  return Number.isFinite(float32) ? float32 : Math.sign(float32) * BEYOND_FLOAT32
}
