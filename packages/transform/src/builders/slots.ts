import type { Vector } from '@carmilla/extract'

/**
 * Empties a vector; returns whether it needs room for `rows` values, which its `present` then has
 * already.
 */
export function emptied(vector: Vector, rows: number): boolean {
  vector.rows = 0
  vector.nulls = 0
  if (vector.present.length >= rows) return false
  vector.present = new Uint8Array(rows)
  return true
}

/** Takes the next slot for NULL. */
export function appendNullTo(vector: Vector): void {
  vector.present[vector.rows++] = 0
  vector.nulls++
}
