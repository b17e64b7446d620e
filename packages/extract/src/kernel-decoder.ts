import { malformedValue } from './malformed-value.ts'
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

/** A type whose values all have as many bytes. */
export interface FixedWidth {
  /** As Postgres calls it. */
  readonly type: string
  readonly widthBytes: number
}

/** A decoder made of a vector, the way to give it room, and the kernel that fills it. */
export class KernelDecoder<Output extends Vector> implements ColumnDecoder<Output> {
  readonly #output: Output
  readonly #reserve: (output: Output, rows: number) => void
  readonly #kernel: Kernel<Output>
  readonly #width: FixedWidth | undefined

  constructor(
    output: Output,
    reserve: (output: Output, rows: number) => void,
    kernel: Kernel<Output>,
    width?: FixedWidth,
  ) {
    this.#output = output
    this.#reserve = reserve
    this.#kernel = kernel
    this.#width = width
  }

  decode(batch: WireBatch, column: number): Output {
    const output = this.#output
    if (output.present.length < batch.rows) {
      const rows = Math.max(batch.rows, output.present.length * 2)
      output.present = new Uint8Array(rows)
      this.#reserve(output, rows)
    }
    if (this.#width !== undefined) checkWidths(batch, column, this.#width)
    output.rows = batch.rows
    output.nulls = this.#kernel(batch, column, output)
    return output
  }
}

/**
 * Makes sure that every value has the width of its type: a kernel reads so many bytes, and would
 * otherwise read those of the next value too.
 *
 * @throws {ExtractError} `protocol_violation`
 */
export function checkWidths(
  batch: WireBatch,
  column: number,
  { type, widthBytes }: FixedWidth,
): void {
  const { view, positions, rows, widthsBytes } = batch
  if (widthsBytes?.[column] === widthBytes) return
  const first = column * batch.capacityRows
  let different = 0
  for (let row = 0; row < rows; row++) {
    const position = positions[first + row] ?? -1
    if (position >= 0) different |= view.getInt32(position - 4) ^ widthBytes
  }
  if (different !== 0) throw malformedValue(type)
}
