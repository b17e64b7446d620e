import type { Catalog } from './catalog.ts'
import type { Sink } from './sink.ts'

/** Where tables are published: the objects, and what readers ask for them. */
export interface Target {
  readonly sink: Sink
  readonly catalog: Catalog
  /**
   * How long readers may go on with a version that was replaced, in milliseconds; 0 when absent: they
   * open its files at once.
   */
  readonly readersMs?: number
}
