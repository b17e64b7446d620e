import type { RecordBatch } from '@carmilla/transform'

/** One column of a record batch. */
export type Vector = RecordBatch['vectors'][number]

/** The vector of one layout. */
export type VectorOf<Layout extends Vector['layout']> = Extract<Vector, { readonly layout: Layout }>

/** Says that a batch does not have the layout that its record type asks for: a fault of the caller. */
export function layoutMismatch(expected: Vector['layout'], vector: Vector): TypeError {
  return new TypeError(`vector has layout ${vector.layout}, expected ${expected}`)
}
