import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

import type { ClientBase } from 'pg'
import { escapeIdentifier } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'

import { copyLine } from './copy-text.ts'
import type { Row } from './copy-text.ts'

/** Text that is collected before it is sent; larger gains nothing, smaller costs calls. */
const CHUNK_CHARACTERS = 64 * 1024

/** Rows in the text format of COPY, in chunks; the first row names the columns. */
export function* copyChunks(rows: Iterable<Row>): Generator<Buffer> {
  let text = ''
  for (const row of rows) {
    text += copyLine(row)
    if (text.length >= CHUNK_CHARACTERS) {
      yield Buffer.from(text)
      text = ''
    }
  }
  if (text !== '') yield Buffer.from(text)
}

/**
 * Sends rows to a table by `COPY … FROM STDIN`. Holds one chunk at a time.
 *
 * @param table Name as SQL writes it.
 * @returns How many rows the server took.
 */
export async function copyRows(
  client: ClientBase,
  table: string,
  rows: Iterable<Row>,
  signal: AbortSignal,
): Promise<number> {
  const iterator = rows[Symbol.iterator]()
  const first = iterator.next()
  if (first.done === true) return 0
  const columns = Object.keys(first.value).map((column) => escapeIdentifier(column))
  const copy = client.query(copyFrom(`COPY ${table} (${columns.join()}) FROM STDIN`))
  const chunks = Readable.from(copyChunks(resumed(first.value, iterator)), { highWaterMark: 2 })
  await pipeline(chunks, copy, { signal })
  return copy.rowCount
}

function* resumed(first: Row, rest: Iterator<Row>): Generator<Row> {
  yield first
  for (let next = rest.next(); next.done !== true; next = rest.next()) yield next.value
}
