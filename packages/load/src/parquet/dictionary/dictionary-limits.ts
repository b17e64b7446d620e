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

/** So many values show whether a dictionary may pay, without hashing a whole page for nothing. */
export const SAMPLE_VALUES = 2048

/**
 * Whether a first sample repeats so little that a page ten times as long would not make a dictionary
 * pay either: less than one value in twenty.
 *
 * @param entryBytes what the dictionary has of it
 * @param rawBytes the sample in PLAIN encoding
 */
export function isHopelessSample(entryBytes: number, rawBytes: number): boolean {
  return entryBytes * 20 > rawBytes * 19
}
