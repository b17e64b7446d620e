import { execFileSync } from 'node:child_process'
import { int32Decoder, uuidBytesDecoder } from '@carmilla/extract'
import { expect, test } from 'vitest'
import { RowWalker } from '../src/row-walker.ts'
import { walkInLoop, walkRowsOf } from '../src/walk-rows.ts'
import { VARYING_WIDTH } from '../src/wire-batch.ts'
import { dataRow, int32 } from './wire-fixture.ts'

const WIDTHS = [4, VARYING_WIDTH, 16]
const UUID = Buffer.from('00112233445566778899aabbccddeeff', 'hex')

test('tells the widths that all values have, NULLs aside', () => {
  const walker = walked([
    [int32(1), Buffer.from('a'), UUID],
    [null, Buffer.from('bc'), null],
    [int32(3), null, UUID],
  ])
  expect([...walker.widthsBytes]).toEqual(WIDTHS)
  expect([...int32Decoder('int4').decode(walker, 0).values.subarray(0, 3)]).toEqual([1, 0, 3])
  const uuids = uuidBytesDecoder().decode(walker, 2)
  expect([...uuids.present.subarray(0, 3)]).toEqual([1, 0, 1])
  expect(Buffer.from(uuids.values.subarray(32, 48))).toEqual(UUID)
})

test('lets the decoder refuse a value of another width, in its batch alone', () => {
  const walker = walked([
    [int32(1), null, UUID],
    [Buffer.from([0, 2]), null, UUID],
  ])
  expect([...walker.widthsBytes]).toEqual([VARYING_WIDTH, VARYING_WIDTH, 16])
  expect(() => int32Decoder('int4').decode(walker, 0)).toThrow(
    expect.objectContaining({
      code: 'protocol_violation',
      message: expect.stringMatching(/^int4 from postgres: its bytes contradict its type/),
    }),
  )
  walk(walker, [[int32(5), null, UUID]])
  expect([...walker.widthsBytes]).toEqual(WIDTHS)
  expect(int32Decoder('int4').decode(walker, 0).values[0]).toBe(5)
})

test.each([0, 1, 3, 256, 257, 1600])('walks %i columns as the loop does', (columns) => {
  const rows = Array.from({ length: 3 }, (_row, row) =>
    Array.from({ length: columns }, (_column, column) =>
      (row + column) % 5 === 0 ? null : Buffer.alloc((row * column) % 7, 1),
    ),
  )
  const widths = Array.from({ length: columns }, (_column, column) =>
    column % 2 === 0 ? VARYING_WIDTH : 4,
  )
  const walker = new RowWalker(columns, widths)
  walk(walker, rows)
  const inLoop = {
    positions: new Int32Array(walker.positions.length),
    capacityRows: walker.capacityRows,
    widthsBytes: Int32Array.from(widths),
    rows: 0,
  }
  walkInLoop(inLoop, { bytes: walker.bytes, view: walker.view }, 0, walker.bytes.length)
  expect(inLoop.rows).toBe(3)
  expect(walker.rows).toBe(3)
  expect(inLoop.positions).toEqual(walker.positions)
})

test('makes one function for the queries whose columns have the same widths', () => {
  expect(walkRowsOf([4, VARYING_WIDTH])).toBe(walkRowsOf([4, VARYING_WIDTH]))
  expect(walkRowsOf([4, VARYING_WIDTH])).not.toBe(walkRowsOf([VARYING_WIDTH, 4]))
})

test('walks in a loop where no code may be made at run time', () => {
  const module = JSON.stringify(new URL('../src/walk-rows.ts', import.meta.url).href)
  const script = `const { walkInLoop, walkRowsOf } = await import(${module}); console.log(walkRowsOf([4]) === walkInLoop)`
  const options = ['--disallow-code-generation-from-strings', '--input-type=module']
  const printed = execFileSync(process.execPath, [...options, '--eval', script])
  expect(printed.toString()).toBe('true\n')
})

type Rows = readonly (readonly (Buffer | null)[])[]

function walked(rows: Rows): RowWalker {
  const walker = new RowWalker(WIDTHS.length, WIDTHS)
  walk(walker, rows)
  return walker
}

function walk(walker: RowWalker, rows: Rows): void {
  const bytes = Buffer.concat(rows.map((row) => dataRow(row)))
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  expect(walker.walk(bytes, view, 0, bytes.length)).toBe(bytes.length)
}
