import type { ColumnDecoder, Vector } from './vector.ts'
import type { WireBatch } from './wire-batch.ts'

/**
 * Decodes one column of all rows into `output`, which has room for them. Sets `present` and the
 * values, and returns the number of NULLs.
 *
 * Kernels are plain functions with one loop each, so that the compiler specialises every one for
 * its own vector: no call, no closure and no allocation per value.
 */
export type Kernel<Output extends Vector> = (
  batch: WireBatch,
  column: number,
  output: Output,
) => number

/** A decoder made of a vector, the way to give it room, and the kernel that fills it. */
export class KernelDecoder<Output extends Vector> implements ColumnDecoder<Output> {
  readonly #output: Output
  readonly #reserve: (output: Output, rows: number) => void
  readonly #kernel: Kernel<Output>

  constructor(
    output: Output,
    reserve: (output: Output, rows: number) => void,
    kernel: Kernel<Output>,
  ) {
    this.#output = output
    this.#reserve = reserve
    this.#kernel = kernel
  }

  decode(batch: WireBatch, column: number): Output {
    const output = this.#output
    if (output.present.length < batch.rows) {
      const rows = Math.max(batch.rows, output.present.length * 2)
      output.present = new Uint8Array(rows)
      this.#reserve(output, rows)
    }
    output.rows = batch.rows
    output.nulls = this.#kernel(batch, column, output)
    return output
  }
}
