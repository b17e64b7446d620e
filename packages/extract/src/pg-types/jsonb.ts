import { ExtractError } from '../errors.ts'
import type { Kernel } from '../kernel-decoder.ts'
import { malformedValue } from '../malformed-value.ts'
import type { BytesVector } from '../vector.ts'
import type { WireBatch } from '../wire-batch.ts'
import type { Flavour } from './flavour.ts'

/** Postgres `jsonb`: the text that Postgres prints. */
export type Jsonb = string & Flavour<'jsonb'>

/** The binary form is this byte, then the text. */
const JSONB_VERSION = 1

/**
 * Reads the text that Postgres prints.
 *
 * @throws {ExtractError} `protocol_violation` for another version of the binary form
 */
export function readJsonb(batch: WireBatch, position: number): string {
  const lengthBytes = batch.view.getInt32(position - 4)
  if (lengthBytes === 0) throw malformedValue('jsonb')
  if (batch.bytes[position] !== JSONB_VERSION) throw unknownVersion(batch.bytes[position])
  return batch.bytes.toString('utf8', position + 1, position + lengthBytes)
}

/** Values stay where they are, without their version byte. */
export const jsonbKernel: Kernel<BytesVector> = (batch, column, output) => {
  const { bytes, view, positions, rows } = batch
  const { starts, lengths, present } = output
  output.bytes = bytes
  output.view = view
  const first = column * batch.capacityRows
  let nulls = 0
  for (let row = 0; row < rows; row++) {
    const position = positions[first + row] ?? -1
    if (position < 0) {
      present[row] = 0
      nulls++
    } else {
      present[row] = 1
      const lengthBytes = view.getInt32(position - 4)
      if (lengthBytes === 0) throw malformedValue('jsonb')
      if (bytes[position] !== JSONB_VERSION) throw unknownVersion(bytes[position])
      starts[row] = position + 1
      lengths[row] = lengthBytes - 1
    }
  }
  return nulls
}

function unknownVersion(version: number | undefined): ExtractError {
  return new ExtractError(
    'protocol_violation',
    `jsonb from postgres: version ${version}, expected ${JSONB_VERSION}`,
  )
}
