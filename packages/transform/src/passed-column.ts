import type { ColumnDecoder } from '@carmilla/extract'

/** A column that passes through: where it stands in the source, and how it is decoded. */
export interface PassedColumn {
  readonly name: string
  readonly sourceIndex: number
  readonly decoder: ColumnDecoder
}
