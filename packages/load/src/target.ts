import type { Catalog } from './catalog.ts'
import type { Sink } from './sink.ts'

/** Where tables are published: the objects, and what readers ask for them. */
export interface Target {
  readonly sink: Sink
  readonly catalog: Catalog
}
