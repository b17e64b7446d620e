import type { Int64Vector } from '@carmilla/extract'
import type { ValueBuilder } from '../value-builder.ts'
import { Int64Builder } from './int64-builder.ts'

const DAY_MICROS = 86_400_000_000n

/** Builds times of day: microseconds since midnight. */
export class TimeBuilder implements ValueBuilder {
  readonly #micros = new Int64Builder()

  get vector(): Int64Vector {
    return this.#micros.vector
  }

  begin(rows: number): void {
    this.#micros.begin(rows)
  }

  appendNull(): void {
    this.#micros.appendNull()
  }

  append(value: unknown): void {
    if (typeof value === 'bigint' && (value < 0n || value >= DAY_MICROS)) {
      throw new RangeError(`${value} does not fit a time of day; it has ${DAY_MICROS} microseconds`)
    }
    this.#micros.append(value)
  }
}
