import {
  type Connection,
  READABLE_PADDING_BYTES,
  type ResultColumn,
  type SourceQuery,
  type SourceType,
  type WireBatch,
} from '@carmilla/extract'

/** A value as Postgres sends it in binary; `null` is NULL. */
export type WireValue = Buffer | null

/** What a query of the fake returns. */
export interface FakeResult {
  readonly columns: Readonly<Record<string, SourceType>>
  /** Rows of each batch. */
  readonly batches: readonly (readonly (readonly WireValue[])[])[]
}

/** A connection that answers from memory: `answer` is asked for each query that is described or run. */
export function fakeConnection(answer: (query: SourceQuery) => FakeResult): Connection {
  return {
    backendPid: 1,
    describe: (query) => Promise.resolve(resultColumns(answer(query).columns)),
    batches: async function* (query) {
      await Promise.resolve()
      for (const rows of answer(query).batches) yield wireBatch(rows)
    },
    close: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

export function resultColumns(columns: FakeResult['columns']): readonly ResultColumn[] {
  return Object.entries(columns).map(([name, type]) => ({
    name,
    type,
    typeOid: 0,
    typeModifier: -1,
  }))
}

/** Rows as a batch with room for a few more, so that strides and rows differ. */
export function wireBatch(rows: readonly (readonly WireValue[])[]): WireBatch {
  const capacityRows = rows.length + 3
  const columns = rows[0]?.length ?? 0
  const positions = new Int32Array(columns * capacityRows).fill(-1)
  const parts: Buffer[] = []
  let usedBytes = 0
  rows.forEach((row, rowIndex) => {
    row.forEach((value, column) => {
      if (value === null) return
      positions[column * capacityRows + rowIndex] = usedBytes + 4
      parts.push(int4(value.length), value)
      usedBytes += 4 + value.length
    })
  })
  const bytes = Buffer.concat([...parts, Buffer.alloc(READABLE_PADDING_BYTES)])
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return { bytes, view, positions, capacityRows, rows: rows.length }
}

export function int4(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

export function text(value: string): Buffer {
  return Buffer.from(value)
}

/** Microseconds since 1970; Postgres counts from 2000. */
export function timestamp(micros: bigint): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64BE(micros - 946_684_800_000_000n)
  return bytes
}

/** A numeric of at most four digits before and after its point, such as `-12.34`. */
export function numeric(value: string): Buffer {
  const [, sign, whole = '', fraction = ''] = /^(-?)(\d{1,4})(?:\.(\d{1,4}))?$/.exec(value) ?? []
  const bytes = Buffer.alloc(12)
  bytes.writeInt16BE(2, 0)
  bytes.writeInt16BE(0, 2)
  bytes.writeUInt16BE(sign === '-' ? 0x4000 : 0, 4)
  bytes.writeInt16BE(fraction.length, 6)
  bytes.writeInt16BE(Number(whole), 8)
  bytes.writeInt16BE(Number(fraction.padEnd(4, '0')), 10)
  return bytes
}
