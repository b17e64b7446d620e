/** Documents as they come over the wire, and what a column makes of them. */
import { ExtractError, type Vector } from '@carmilla/extract'
import type { Column } from '../src/index.ts'
import { CountingDecoder } from '../src/counting-decoder.ts'
import { NoteCounts } from '../src/note-counts.ts'
import { NullingDecoder } from '../src/nulling-decoder.ts'
import { wireBatch } from './fake-connection.ts'

/** A document as Postgres sends it; `null` is NULL. */
export type Document = string | null

export interface Read {
  readonly values: readonly unknown[]
  /** How often, by what was done. */
  readonly counts: Readonly<Record<string, number>>
}

/** Reads documents in one batch. */
export function readJson(
  column: Column,
  documents: readonly Document[],
  kind: 'json' | 'jsonb' = 'jsonb',
): Read {
  const counts = new NoteCounts('document')
  const made = column.decoder(
    { kind },
    {
      optional: column.optional,
      changed: (kind, reason) => counts.changed(kind, reason),
      count: (kind, effect) => counts.count(kind, effect),
    },
  )
  if (made === undefined) throw new Error(`no decoder for ${kind}`)
  const decoder = column.unrepresentable === 'null' ? new NullingDecoder(made, counts) : made
  const version = kind === 'jsonb' ? [1] : []
  const batch = wireBatch(
    documents.map((text) => [
      text === null ? null : Buffer.concat([Buffer.from(version), Buffer.from(text)]),
    ]),
  )
  const values = valuesOf(new CountingDecoder(decoder, counts).decode(batch, 0))
  return {
    values,
    counts: Object.fromEntries(counts.notes().map(({ reason, count }) => [reason, count])),
  }
}

/** The value of one document; the message where it is refused. */
export function readOne(column: Column, text: string, kind: 'json' | 'jsonb' = 'json'): unknown {
  try {
    return readJson(column, [text], kind).values[0]
  } catch (error) {
    if (error instanceof ExtractError && error.code === 'unrepresentable_value') {
      return `refused: ${error.message}`
    }
    throw error
  }
}

/** The values of a vector: decimals are unscaled, structs are lists, maps lists of pairs. */
export function valuesOf(vector: Vector): readonly unknown[] {
  const inner = innerOf(vector)
  return Array.from({ length: vector.rows }, (_, row) =>
    vector.present[row] === 1 ? inner(row) : null,
  )
}

function innerOf(vector: Vector): (row: number) => unknown {
  switch (vector.layout) {
    case 'bytes':
      return (row) => {
        const start = vector.starts[row] ?? 0
        return vector.bytes.toString('utf8', start, start + (vector.lengths[row] ?? 0))
      }
    case 'list': {
      const elements = valuesOf(vector.elements)
      return (row) => elements.slice(vector.offsets[row], vector.offsets[row + 1])
    }
    case 'struct': {
      const fields = vector.fields.map(valuesOf)
      return (row) => fields.map((field) => field[row])
    }
    case 'map': {
      const [keys, values] = [valuesOf(vector.keys), valuesOf(vector.values)]
      return (row) =>
        keys
          .map((key, index) => [key, values[index]])
          .slice(vector.offsets[row], vector.offsets[row + 1])
    }
    case 'fixed':
      return (row) => {
        const at = row * vector.widthBytes
        const hex = Buffer.from(vector.values.slice(at, at + vector.widthBytes)).toString('hex')
        return BigInt.asIntN(vector.widthBytes * 8, BigInt(`0x${hex}`))
      }
    case 'bool':
      return (row) => vector.values[row] === 1
    default:
      return (row) => vector.values[row]
  }
}
