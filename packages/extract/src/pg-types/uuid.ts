import { reserveBytes } from '../new-vector.ts'
import { READABLE_PADDING_BYTES } from '../wire-batch.ts'
import type { Kernel } from '../kernel-decoder.ts'
import type { BytesVector } from '../vector.ts'
import type { WireBatch } from '../wire-batch.ts'
import type { Flavour } from './flavour.ts'

/** Postgres `uuid`, 36 lower-case characters. */
export type Uuid = string & Flavour<'uuid'>

const UUID_BYTES = 16
const UUID_CHARACTERS = 36
const DASH = 0x2d

/** Two characters in hexadecimal for each byte, as a little-endian 16-bit word. */
const HEX: Uint16Array = Uint16Array.from({ length: 256 }, (_, byte) =>
  Buffer.from(byte.toString(16).padStart(2, '0')).readUInt16LE(),
)

/** Reads 36 lower-case characters. */
export function readUuid(batch: WireBatch, position: number): string {
  const hex = batch.bytes.toString('hex', position, position + UUID_BYTES)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** Writes the text of every UUID into the vector's own bytes. */
export const uuidTextKernel: Kernel<BytesVector> = (batch, column, output) => {
  const { bytes, positions, rows } = batch
  reserveBytes(output, rows * UUID_CHARACTERS + READABLE_PADDING_BYTES)
  const { starts, lengths, present, view } = output
  const first = column * batch.capacityRows
  let nulls = 0
  for (let row = 0; row < rows; row++) {
    const position = positions[first + row] ?? -1
    if (position < 0) {
      present[row] = 0
      nulls++
    } else {
      const start = row * UUID_CHARACTERS
      present[row] = 1
      starts[row] = start
      lengths[row] = UUID_CHARACTERS
      writeHex4(bytes, position, view, start)
      view.setUint8(start + 8, DASH)
      writeHex2(bytes, position + 4, view, start + 9)
      view.setUint8(start + 13, DASH)
      writeHex2(bytes, position + 6, view, start + 14)
      view.setUint8(start + 18, DASH)
      writeHex2(bytes, position + 8, view, start + 19)
      view.setUint8(start + 23, DASH)
      writeHex2(bytes, position + 10, view, start + 24)
      writeHex4(bytes, position + 12, view, start + 28)
    }
  }
  return nulls
}

function writeHex4(bytes: Buffer, from: number, view: DataView, to: number): void {
  writeHex2(bytes, from, view, to)
  writeHex2(bytes, from + 2, view, to + 4)
}

function writeHex2(bytes: Buffer, from: number, view: DataView, to: number): void {
  const left = HEX[bytes[from] ?? 0] ?? 0
  const right = HEX[bytes[from + 1] ?? 0] ?? 0
  view.setUint32(to, left | (right << 16), true)
}
