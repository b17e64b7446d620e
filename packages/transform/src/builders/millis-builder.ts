import type { Int64Vector } from '@carmilla/extract'
import type { ValueBuilder } from '../value-builder.ts'
import { Int64Builder } from './int64-builder.ts'

const MICROS_PER_MILLI = 1000n

/** Builds milliseconds from the microseconds that functions of a task return. */
export class MillisBuilder implements ValueBuilder {
  readonly #millis = new Int64Builder()
  readonly #truncates: boolean

  /** Without `truncates`, microseconds that are no whole milliseconds are refused. */
  constructor({ truncates }: { readonly truncates: boolean }) {
    this.#truncates = truncates
  }

  get vector(): Int64Vector {
    return this.#millis.vector
  }

  begin(rows: number): void {
    this.#millis.begin(rows)
  }

  appendNull(): void {
    this.#millis.appendNull()
  }

  append(value: unknown): void {
    if (typeof value !== 'bigint') throw new RangeError(`${String(value)} is not a bigint`)
    const rest = ((value % MICROS_PER_MILLI) + MICROS_PER_MILLI) % MICROS_PER_MILLI
    if (rest !== 0n && !this.#truncates) {
      throw new RangeError(
        `${value} us does not fit whole milliseconds; wrap the column in lossy()`,
      )
    }
    this.#millis.append((value - rest) / MICROS_PER_MILLI)
  }
}
