import { MAX_BIT_WIDTH } from '../rle.ts'

/** How large the dictionary of one column chunk may grow before its later pages are PLAIN. */
export interface DictionaryLimits {
  /** Bytes of the dictionary page before compression. */
  readonly dictionaryBytes: number
  readonly dictionaryEntries: number
}

/** Largest dictionary page, in bytes: parquet-java's and arrow-rs' default too. */
export const DEFAULT_DICTIONARY_BYTES: number = 1024 * 1024

/** Most entries of a dictionary: indices then fit the packer. */
export const MAX_DICTIONARY_ENTRIES: number = 2 ** MAX_BIT_WIDTH

/** Entries when none are given; beyond this, hashing costs more than the shorter pages save. */
export const DEFAULT_DICTIONARY_ENTRIES = 32_768
