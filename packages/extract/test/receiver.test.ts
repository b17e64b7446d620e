import { describe, expect, test } from 'vitest'
import { ExtractError } from '../src/errors.ts'
import { RECEIVE_BUFFER_BYTES } from '../src/receive-buffer.ts'
import { Receiver } from '../src/receiver.ts'
import { RowWalker } from '../src/row-walker.ts'
import { dataRow, int16, message } from './wire-fixture.ts'

const COLUMNS = 2
const rowDescription = message('T', int16(COLUMNS))
const notice = message('N', Buffer.from('SNOTICE\0\0'))
const commandComplete = message('C', Buffer.from('SELECT 4\0'))
const readyForQuery = message('Z', Buffer.from('I'))

const rows: readonly (readonly [string | null, string | null])[] = [
  ['a', 'long enough to be cut in many places'],
  [null, ''],
  ['', null],
  ['last', 'D'],
]
const stream = Buffer.concat([
  message('1'),
  rowDescription,
  ...rows.slice(0, 2).map(rowMessage),
  notice,
  ...rows.slice(2).map(rowMessage),
  commandComplete,
  readyForQuery,
])

describe.each([{ collects: false }, { collects: true }])(
  'a receiver that collects: $collects',
  ({ collects }) => {
    test('finds every row wherever a read ends', () => {
      for (let split = 0; split <= stream.length; split++) {
        const pieces = [stream.subarray(0, split), stream.subarray(split)]
        expect(replay(pieces, collects), `split at ${split}`).toEqual({
          rows,
          others: ['1', 'T', 'N', 'C', 'Z'],
        })
      }
    })

    test('finds every row in reads of one byte', () => {
      const pieces = Array.from(stream, (byte) => Buffer.from([byte]))
      expect(replay(pieces, collects).rows).toEqual(rows)
    })

    test('finds every row when reads bring nothing in between', () => {
      const pieces = [Buffer.alloc(0), stream.subarray(0, 30), Buffer.alloc(0), stream.subarray(30)]
      expect(replay(pieces, collects).rows).toEqual(rows)
    })

    test('gives a row longer than its memory in one piece, and shrinks back', () => {
      const long = 'x'.repeat(3 * RECEIVE_BUFFER_BYTES + 17)
      const pieces = inPieces(
        Buffer.concat([
          rowDescription,
          rowMessage(['before', null]),
          rowMessage([long, 'after it']),
          ...Array.from({ length: 9 }, (_, row) => rowMessage([`${row}`, 'y'.repeat(400_000)])),
          commandComplete,
          readyForQuery,
        ]),
        100_000,
      )
      const result = replay(pieces, collects)
      expect(result.rows).toHaveLength(11)
      expect(result.rows[1]?.[0] === long).toBe(true)
      expect(result.rows.at(-1)).toEqual(['8', 'y'.repeat(400_000)])
    })

    test('keeps rows in order over several batches of one read', () => {
      const many = Array.from({ length: 20_000 }, (_, row): [string, string] => [`${row}`, 'v'])
      const all = Buffer.concat([
        rowDescription,
        ...many.map(rowMessage),
        commandComplete,
        readyForQuery,
      ])
      expect(replay(inPieces(all, 300_000), collects).rows).toEqual(many)
    })
  },
)

test('hands over collected rows when the server is done, not before', () => {
  const receiver = new Receiver(() => {})
  const walker = new RowWalker(COLUMNS)
  let told = 0
  receiver.startRows(walker, () => told++, true)
  for (const row of rows) {
    expect(receive(receiver, rowMessage(row))).toBe(true)
    expect(receiver.nextRows()).toBe(false)
  }
  expect(receive(receiver, commandComplete)).toBe(true)
  expect(told).toBe(0)
  expect(receive(receiver, readyForQuery)).toBe(false)
  expect(told).toBe(1)
  expect(receiver.nextRows()).toBe(true)
  expect(textsOf(walker)).toEqual(rows)
})

test('hands over collected rows also when the server adds something of its own', () => {
  const receiver = new Receiver(() => {})
  receiver.startRows(new RowWalker(COLUMNS), () => {}, true)
  const changed = message('S', Buffer.from('TimeZone\0UTC\0'))
  const all = Buffer.concat([...rows.map(rowMessage), commandComplete, readyForQuery, changed])
  expect(receive(receiver, all)).toBe(false)
})

test('counts rows without columns', () => {
  const walker = new RowWalker(0)
  const bytes = Buffer.concat([dataRow([]), dataRow([]), dataRow([])])
  expect(walker.walk(bytes, viewOf(bytes), 0, bytes.length)).toBe(bytes.length)
  expect(walker.rows).toBe(3)
})

test('keeps positions small with 1600 columns', () => {
  const walker = new RowWalker(1600)
  expect(walker.positions.byteLength).toBeLessThan(4 << 20)
  expect(walker.capacityRows).toBeGreaterThan(100)
})

test('refuses a row that contradicts its own lengths', () => {
  const walker = new RowWalker(1)
  for (const bytes of [dataRow([null, null]), message('D', int16(1), Buffer.from([0, 0, 0, 9]))]) {
    expect(() => walker.walk(bytes, viewOf(bytes), 0, bytes.length)).toThrow(
      expect.objectContaining({ code: 'protocol_violation' }),
    )
  }
})

test('refuses what is not a message of Postgres', () => {
  const receiver = new Receiver(() => {})
  const answer = Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')
  answer.copy(receiver.space())
  expect(() => receiver.received(answer.length)).toThrow(ExtractError)
})

/** Plays both the socket and a reader that takes rows as soon as there are some. */
function replay(
  pieces: readonly Buffer[],
  collects: boolean,
): { rows: (string | null)[][]; others: string[] } {
  const walker = new RowWalker(COLUMNS)
  const found: (string | null)[][] = []
  const others: string[] = []
  const receiver = new Receiver((delivered) => {
    const type = String.fromCharCode(delivered[0] ?? 0)
    others.push(type)
    if (type === 'T') receiver.startRows(walker, () => {}, collects)
    if (type === 'C') receiver.endRows()
  })
  for (const piece of pieces) {
    for (let sent = 0; sent < piece.length || sent === 0;) {
      const byteCount = piece.copy(receiver.space(), 0, sent)
      let readOn = receiver.received(byteCount)
      while (!readOn) {
        if (!receiver.nextRows()) readOn = true
        else found.push(...textsOf(walker))
      }
      sent += Math.max(byteCount, 1)
    }
  }
  return { rows: found, others }
}

function receive(receiver: Receiver, bytes: Buffer): boolean {
  return receiver.received(bytes.copy(receiver.space()))
}

function textsOf(walker: RowWalker): (string | null)[][] {
  return Array.from({ length: walker.rows }, (_row, row) =>
    Array.from({ length: COLUMNS }, (_column, column) => {
      const position = walker.positions[column * walker.capacityRows + row] ?? -1
      if (position < 0) return null
      return walker.bytes.toString('utf8', position, position + walker.view.getInt32(position - 4))
    }),
  )
}

function rowMessage(row: readonly (string | null)[]): Buffer {
  return dataRow(row.map((value) => (value === null ? null : Buffer.from(value))))
}

function inPieces(bytes: Buffer, pieceBytes: number): Buffer[] {
  const count = Math.ceil(bytes.length / pieceBytes)
  return Array.from({ length: count }, (_, piece) =>
    bytes.subarray(piece * pieceBytes, (piece + 1) * pieceBytes),
  )
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
