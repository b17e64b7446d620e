import type { ValueReader } from '@carmilla/extract'
import { isUnrepresentable } from './unrepresentable.ts'

/** Reads a value as NULL where `read` refuses it. */
export function nullingReader(read: ValueReader): ValueReader {
  return (batch, position) => {
    try {
      return read(batch, position)
    } catch (error) {
      if (isUnrepresentable(error)) return null
      throw error
    }
  }
}
