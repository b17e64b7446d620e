import { ExtractError } from '@carmilla/extract'
import { expect, test } from 'vitest'
import { Receiver } from '../src/receiver.ts'
import { RowWalker } from '../src/row-walker.ts'
import { VARYING_WIDTH } from '../src/wire-batch.ts'
import { corrupt } from './corrupt.ts'
import { SeededRandom } from './seeded-random.ts'
import { Refused } from './strict-wire.ts'
import { dataRow, int16, message } from './wire-fixture.ts'

/** `HOSTILE_SEED=… HOSTILE_STREAM_FRAMES=…` for other and for more streams. */
const SEED = Number(process.env['HOSTILE_SEED'] ?? 20_260_302)
const FRAMES = Number(process.env['HOSTILE_STREAM_FRAMES'] ?? 400_000)
const MAX_MESSAGE_BYTES = 0x4000_0000

type Row = readonly (string | null)[]

test(`streams of ${FRAMES} frames, corrupted and cut, are refused, or give the rows that they have`, () => {
  const random = new SeededRandom(SEED)
  const counts = { refused: 0, read: 0, rows: 0 }
  let frames = 0
  for (let stream = 0; frames < FRAMES; stream++) {
    const columns = random.pick([0, 1, 2, 3, 40])
    const messages = resultOf(columns, random)
    frames += messages.length
    const bytes = corruptedStream(messages, random)
    const expected = strictRows(bytes, columns)
    const got = replay(bytes, columns, random)
    const place = `seed ${SEED}, stream ${stream}, bytes ${bytes.toString('hex')}`
    if (got.error !== undefined && !(got.error instanceof ExtractError)) {
      throw new Error(`${place}: threw ${String(got.error)}`, { cause: got.error })
    }
    const isRefused = got.error !== undefined
    // Rows of the batch that broke are lost with it, as is the whole result.
    const known = isRefused ? expected.rows.slice(0, got.rows.length) : expected.rows
    if (isRefused !== expected.isRefused || JSON.stringify(got.rows) !== JSON.stringify(known)) {
      throw new Error(
        `${place}: ${isRefused ? 'refused' : 'read'} after ${JSON.stringify(got.rows)}, ` +
          `expected ${expected.isRefused ? 'refused' : 'read'} after ${JSON.stringify(expected.rows)}`,
        { cause: got.error },
      )
    }
    counts[isRefused ? 'refused' : 'read']++
    counts.rows += got.rows.length
  }
  process.stdout.write(
    `hostile streams: ${frames} frames with seed ${SEED}: ${counts.refused} streams refused, ${counts.read} read, ${counts.rows} rows\n`,
  )
  expect(Math.min(counts.refused, counts.read)).toBeGreaterThan(FRAMES / 1000)
}, 120_000)

test.each([
  [1600, []],
  [250, []],
  [250, Array.from({ length: 250 }, () => 16)],
] as const)(
  'a length that leads out of the last row of the memory is refused: %i',
  (columns, widths) => {
    const nulls = dataRow(Array.from({ length: columns }, () => null))
    const walker = new RowWalker(columns, widths)
    // Says that it has all its columns, and has but one: what follows it is no longer readable.
    for (const cut of [11, 100, 1000]) {
      const bytes = Buffer.from(nulls.subarray(0, cut))
      bytes.writeInt32BE(cut - 1, 1)
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      const padded = Buffer.concat([bytes, Buffer.alloc(64, 0xff)])
      const paddedView = new DataView(padded.buffer, padded.byteOffset, padded.byteLength)
      expect(() => walker.walk(padded, paddedView, 0, view.byteLength)).toThrow(ExtractError)
    }
  },
)

/** The messages of a result, as a server sends them. */
function resultOf(columns: number, random: SeededRandom): Buffer[] {
  const rows = Array.from({ length: random.below(60) }, () =>
    dataRow(
      Array.from({ length: columns }, () =>
        random.chance(4) ? null : Buffer.from('some text'.slice(random.below(10))),
      ),
    ),
  )
  if (random.chance(3))
    rows.splice(random.below(rows.length + 1), 0, message('N', Buffer.from('S\0')))
  return [
    message('1'),
    message('T', int16(columns)),
    ...rows,
    message('C', Buffer.from('SELECT\0')),
    message('Z', Buffer.from('I')),
  ]
}

/** Most streams are broken in one message; some are cut, some are whole. */
function corruptedStream(messages: readonly Buffer[], random: SeededRandom): Buffer {
  const broken = random.below(messages.length)
  const whole = Buffer.concat(
    messages.map((bytes, index) =>
      index === broken && !random.chance(5) ? corrupt(bytes, random) : bytes,
    ),
  )
  return random.chance(4) ? whole.subarray(0, random.below(whole.length + 1)) : whole
}

/** Reads the stream a second time, from front to end, with nothing of the code under test. */
function strictRows(
  bytes: Buffer,
  columns: number,
): { readonly rows: readonly Row[]; readonly isRefused: boolean } {
  const rows: Row[] = []
  let isResult = false
  let at = 0
  try {
    while (bytes.length - at >= 5) {
      const lengthBytes = bytes.readInt32BE(at + 1)
      if (lengthBytes < 4 || lengthBytes > MAX_MESSAGE_BYTES) throw new Refused()
      if (at + 1 + lengthBytes > bytes.length) break
      const type = String.fromCharCode(bytes[at] ?? 0)
      const content = bytes.subarray(at + 5, at + 1 + lengthBytes)
      if (type === 'T') isResult = true
      if (type === 'C') isResult = false
      if (type === 'D' && isResult) rows.push(strictRow(content, columns))
      at += 1 + lengthBytes
    }
    return { rows, isRefused: false }
  } catch (error) {
    if (error instanceof Refused) return { rows, isRefused: true }
    throw error
  }
}

function strictRow(content: Buffer, columns: number): Row {
  if (content.length < 2 || content.readInt16BE() !== columns) throw new Refused()
  let at = 2
  const row = Array.from({ length: columns }, () => {
    if (at + 4 > content.length) throw new Refused()
    const lengthBytes = content.readInt32BE(at)
    at += 4
    if (lengthBytes === -1) return null
    if (lengthBytes < 0 || at + lengthBytes > content.length) throw new Refused()
    at += lengthBytes
    return content.toString('latin1', at - lengthBytes, at)
  })
  if (at !== content.length) throw new Refused()
  return row
}

/** Plays the socket, in pieces of any length, and a reader that takes rows as soon as there are some. */
function replay(
  bytes: Buffer,
  columns: number,
  random: SeededRandom,
): { readonly rows: Row[]; readonly error?: Error } {
  // Declared as none, or as one of the lengths that values have, or as one that none has.
  const widths = Array.from({ length: columns }, () => random.pick([VARYING_WIDTH, 0, 4, 9, 16]))
  const walker = new RowWalker(columns, widths)
  const rows: Row[] = []
  const receiver = new Receiver((delivered) => {
    const type = String.fromCharCode(delivered[0] ?? 0)
    if (type === 'T') receiver.startRows(walker, () => {})
    if (type === 'C') receiver.endRows()
  })
  try {
    for (let sent = 0; sent < bytes.length;) {
      const pieceBytes = random.chance(3) ? bytes.length : random.between(1, 200)
      const byteCount = bytes.copy(receiver.space(), 0, sent, sent + pieceBytes)
      let readOn = receiver.received(byteCount)
      while (!readOn) {
        if (receiver.nextRows()) rows.push(...rowsOf(walker, columns))
        else readOn = true
      }
      sent += byteCount
    }
    return { rows }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return { rows, error }
  } finally {
    receiver.endRows()
  }
}

function rowsOf(walker: RowWalker, columns: number): Row[] {
  for (let column = 0; column < columns; column++) expectTrueWidth(walker, column)
  return Array.from({ length: walker.rows }, (_row, row) =>
    Array.from({ length: columns }, (_column, column) => {
      const position = walker.positions[column * walker.capacityRows + row] ?? -1
      if (position < 0) return null
      const end = position + walker.view.getInt32(position - 4)
      return walker.bytes.toString('latin1', position, end)
    }),
  )
}

/** A decoder that finds its width here looks at no length. */
function expectTrueWidth(walker: RowWalker, column: number): void {
  const widthBytes = walker.widthsBytes[column]
  if (widthBytes === VARYING_WIDTH) return
  for (let row = 0; row < walker.rows; row++) {
    const position = walker.positions[column * walker.capacityRows + row] ?? -1
    if (position >= 0 && walker.view.getInt32(position - 4) !== widthBytes) {
      throw new Error(`column ${column} row ${row} has not ${widthBytes} bytes`)
    }
  }
}
