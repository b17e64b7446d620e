import type { Flavour } from './flavour.ts'
import type { VectorElements } from './vector.ts'

/** `halfvec` of the extension pgvector: numbers of binary16, none of them NULL. */
export type Halfvec = readonly number[] & Flavour<'halfvec'>

/** Binary16, big-endian. */
export const HALFVEC_ELEMENTS: VectorElements = {
  widthBytes: 2,
  read: (view, position) => view.getFloat16(position),
}
