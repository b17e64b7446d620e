import type { BytesEncoding } from '@carmilla/transform'
import type { DictionaryLimits } from '../dictionary/dictionary-limits.ts'
import type { LeafColumn } from '../leaf-column.ts'
import { BoolValues } from './bool-values.ts'
import { BytesValues } from './bytes-values.ts'
import { FixedValues } from './fixed-values.ts'
import type { ValueWriter } from './value-writer.ts'
import { FLOAT32_WORDS, FLOAT64_WORDS, INT32_WORDS, INT64_WORDS } from './word-bounds.ts'
import { Word32Values } from './word32-values.ts'
import { Word64Values } from './word64-values.ts'

/** What bounds a column chunk's dictionary and statistics. */
export interface ValueLimits extends DictionaryLimits {
  readonly statisticsBytes: number
  /** Of values of any length. */
  readonly encoding: BytesEncoding
}

/** The value writer of a leaf column; `keepBytes` is the page memory it may hold on to. */
export function createValueWriter(
  leaf: LeafColumn,
  limits: ValueLimits,
  keepBytes: number,
): ValueWriter {
  switch (leaf.physicalType) {
    case 'BOOLEAN':
      return new BoolValues()
    case 'INT32':
      return new Word32Values(INT32_WORDS, limits)
    case 'FLOAT':
      return new Word32Values(FLOAT32_WORDS, limits)
    case 'INT64':
      return new Word64Values(INT64_WORDS, limits)
    case 'DOUBLE':
      return new Word64Values(FLOAT64_WORDS, limits)
    case 'FIXED_LEN_BYTE_ARRAY':
      return new FixedValues(leaf.widthBytes, leaf.sortOrder === 'signed-bytes', limits)
    case 'BYTE_ARRAY':
      return new BytesValues(
        limits.encoding,
        { isText: leaf.isText, maxBytes: limits.statisticsBytes },
        limits,
        keepBytes,
      )
  }
}
