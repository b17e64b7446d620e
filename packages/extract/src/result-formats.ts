import type { Connection } from 'pg'
import type { ResultColumn } from './result-column.ts'
import { comesPrinted } from './wire-format.ts'

declare module 'pg' {
  interface Query {
    /** Sends Parse, Bind, Describe, Execute and Sync; pg has it, its types do not. */
    prepare(connection: Connection): void
  }
}

/** How the values of a column come: as text or in binary. */
export type FormatCode = typeof TEXT | typeof BINARY
const TEXT = 0
const BINARY = 1

/** First byte of a Bind message. */
const BIND = 0x42
/** What pg writes behind the parameters: one format code, for all columns. */
const PG_FORMATS_BYTES = 4

/** What pg calls a format. */
export function formatName(format: FormatCode | undefined): string {
  return format === TEXT ? 'text' : 'binary'
}

/** Binary for every column that has a decoder, Postgres' own text for the others but those of `binary`. */
export function resultFormats(
  columns: readonly ResultColumn[],
  binary: ReadonlySet<number> | undefined,
): readonly FormatCode[] {
  return columns.map(({ type }, index) =>
    comesPrinted(type) && binary?.has(index) !== true ? TEXT : BINARY,
  )
}

/**
 * Gives a connection whose Bind messages ask for each column in its own format. pg asks for all
 * columns in one, so the end of its message is replaced: the number of format codes (int16), then the
 * codes (int16 each).
 *
 * @see https://www.postgresql.org/docs/current/protocol-message-formats.html `Bind`
 */
export function askingFor(formats: readonly FormatCode[], connection: Connection): Connection {
  if (!formats.includes(TEXT)) return connection
  const { stream } = connection
  const rewriting = {
    get writable(): boolean {
      return stream.writable
    },
    write(message: Buffer): boolean {
      return stream.write(message[0] === BIND ? withFormats(formats, message) : message)
    },
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the connection itself but for its stream
  return Object.create(connection, { stream: { value: rewriting } }) as Connection
}

function withFormats(formats: readonly FormatCode[], bind: Buffer): Buffer {
  const codes = Buffer.from(Int16Array.of(formats.length, ...formats).buffer).swap16()
  const message = Buffer.concat([bind.subarray(0, -PG_FORMATS_BYTES), codes])
  message.writeInt32BE(message.length - 1, 1)
  return message
}
