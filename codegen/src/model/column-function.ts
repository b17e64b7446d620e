import type { SourceType } from '@carmilla/extract'
import { defaultRecordType, showRecordType } from '@carmilla/transform'

/** A call of the functions of `@carmilla/transform`, and the names of those functions. */
export interface ColumnFunction {
  readonly text: string
  readonly imports: readonly string[]
}

/**
 * The record column that holds every value of a source type exactly: `decimal(14, 2)`,
 * `list(text())`. `undefined` when none does, so that the query must cast it.
 */
export function columnFunction(type: SourceType): ColumnFunction | undefined {
  const recordType = defaultRecordType(type)
  if (recordType === undefined) return undefined
  const text = showRecordType(recordType)
  return { text, imports: [...text.matchAll(/\w+(?=\()/g)].map(([name]) => name) }
}
