import type { ByteBuffer } from '../byte-buffer.ts'
import { layoutMismatch, type Vector } from '../vector.ts'
import type { PageValues, ValueWriter } from './value-writer.ts'

/** Booleans: PLAIN packs eight to a byte, which no dictionary beats. */
export class BoolValues implements ValueWriter {
  valueCount = 0
  rawBytes = 0
  #values: Uint8Array = new Uint8Array(1024)

  get pageBytes(): number {
    return this.valueCount >>> 3
  }

  get memoryBytes(): number {
    return this.#values.length
  }

  fit(_vector: Vector, from: number, to: number, budgetBytes: number): number {
    return Math.min(to, from + budgetBytes * 8)
  }

  append(vector: Vector, from: number, to: number): number {
    if (vector.layout !== 'bool') throw layoutMismatch('bool', vector)
    this.#reserve(to - from)
    const { values, present } = vector
    const page = this.#values
    let count = this.valueCount
    if (vector.nulls === 0) {
      page.set(values.subarray(from, to), count)
      count += to - from
    } else {
      for (let slot = from; slot < to; slot++) {
        page[count] = values[slot]!
        count += present[slot]!
      }
    }
    this.rawBytes += (count - this.valueCount) / 8
    this.valueCount = count
    return to
  }

  truncate(valueCount: number): void {
    this.valueCount = valueCount
  }

  endPage(out: ByteBuffer): PageValues {
    const { valueCount } = this
    const values = this.#values
    values.fill(0, valueCount, (valueCount + 7) & ~7)
    out.reserve((valueCount + 7) >>> 3)
    let trues = 0
    for (let i = 0; i < valueCount; i += 8) {
      let byte = 0
      for (let bit = 0; bit < 8; bit++) {
        const value = values[i + bit]!
        byte |= value << bit
        trues += value
      }
      out.bytes[out.lengthBytes++] = byte
    }
    this.valueCount = 0
    const bounds = {
      min: Uint8Array.of(trues === valueCount ? 1 : 0),
      max: Uint8Array.of(trues > 0 ? 1 : 0),
      isMinExact: true,
      isMaxExact: true,
    }
    return { encoding: 'PLAIN', valueCount, bounds: valueCount > 0 ? bounds : undefined }
  }

  writeDictionary(): number {
    return 0
  }

  reset(): void {
    this.valueCount = 0
    this.rawBytes = 0
  }

  /** Room for whole groups of eight. */
  #reserve(more: number): void {
    const need = this.valueCount + more + 8
    if (need <= this.#values.length) return
    const grown = new Uint8Array(Math.max(need, this.#values.length * 2))
    grown.set(this.#values.subarray(0, this.valueCount))
    this.#values = grown
  }
}
