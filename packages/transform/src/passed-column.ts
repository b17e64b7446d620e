import type { ColumnDecoder } from '@carmilla/extract'
import type { ReadNote } from './record-reader.ts'

/** A column that passes through: where it stands in the source, and how it is decoded. */
export interface PassedColumn {
  readonly name: string
  readonly sourceIndex: number
  readonly decoder: ColumnDecoder
  /** Whether its values come in binary although they would come as printed. */
  readonly binary: boolean
  /** Values that became NULL because the column cannot hold them. */
  notes(): readonly ReadNote[]
}
