import {
  boolDecoder,
  bytesDecoder,
  type ColumnDecoder,
  dateDecoder,
  decimalDecoder,
  ExtractError,
  float32Decoder,
  float64Decoder,
  hstoreDecoder,
  int32Decoder,
  int64Decoder,
  intervalDecoder,
  jsonbDecoder,
  listDecoder,
  multirangeDecoder,
  numericTextDecoder,
  pointDecoder,
  rangeDecoder,
  type SourceType,
  structDecoder,
  timeMicrosDecoder,
  timestampMicrosDecoder,
  uuidBytesDecoder,
  uuidTextDecoder,
  valueReader,
  type Vector,
} from '@carmilla/extract'
import { expect, test } from 'vitest'
import { RowWalker } from '../src/row-walker.ts'
import { READABLE_PADDING_BYTES } from '../src/wire-batch.ts'
import { corrupt } from './corrupt.ts'
import { SeededRandom } from './seeded-random.ts'
import { Refused, signed, strictValue, type WireType, type WireValue } from './strict-wire.ts'
import { dataRow, int16, int32, int64, numeric } from './wire-fixture.ts'

/** `HOSTILE_SEED=… HOSTILE_FRAMES=…` for other and for more values. */
const SEED = Number(process.env['HOSTILE_SEED'] ?? 20_260_301)
const FRAMES = Number(process.env['HOSTILE_FRAMES'] ?? 600_000)
const CORPUS_VALUES = 300

interface Case {
  readonly name: string
  readonly type: WireType
  readonly source: SourceType
  readonly decoder: () => ColumnDecoder
  readonly valid: (random: SeededRandom) => Buffer
}

interface Tried extends Case {
  readonly columnDecoder: ColumnDecoder
  /** Values that are right. */
  readonly corpus: readonly Buffer[]
}

const INT4: Case = {
  name: 'int4',
  type: { kind: 'int4' },
  source: { kind: 'int4' },
  decoder: () => int32Decoder('int4'),
  valid: (random) => int32(random.bits() | 0),
}
const TEXT: Case = {
  name: 'text',
  type: { kind: 'text' },
  source: { kind: 'text' },
  decoder: () => bytesDecoder(),
  valid: (random) => Buffer.from('quite ordinary text'.slice(random.below(20))),
}
const NUMERIC: Case = {
  name: 'numeric',
  type: { kind: 'numeric' },
  source: { kind: 'numeric', precision: null, scale: null },
  decoder: () => numericTextDecoder(),
  valid: validNumeric,
}
const INT4S = arrayCase(INT4, 1)
const PLACE = compositeCase('place', [INT4, TEXT, NUMERIC, INT4S])

const CASES: readonly Case[] = [
  {
    name: 'bool',
    type: { kind: 'bool' },
    source: { kind: 'bool' },
    decoder: () => boolDecoder(),
    valid: (random) => Buffer.from([random.below(2)]),
  },
  {
    name: 'int2',
    type: { kind: 'int2' },
    source: { kind: 'int2' },
    decoder: () => int32Decoder('int2'),
    valid: (random) => int16((random.bits() << 16) >> 16),
  },
  INT4,
  {
    name: 'int8',
    type: { kind: 'int8' },
    source: { kind: 'int8' },
    decoder: () => int64Decoder('int8'),
    valid: (random) => random.bytes(8),
  },
  {
    name: 'oid',
    type: { kind: 'oid' },
    source: { kind: 'oid' },
    decoder: () => int64Decoder('oid'),
    valid: (random) => random.bytes(4),
  },
  {
    name: 'float4',
    type: { kind: 'float4' },
    source: { kind: 'float4' },
    decoder: () => float32Decoder(),
    valid: (random) => random.bytes(4),
  },
  {
    name: 'float8',
    type: { kind: 'float8' },
    source: { kind: 'float8' },
    decoder: () => float64Decoder('float8'),
    valid: (random) => random.bytes(8),
  },
  TEXT,
  {
    name: 'jsonb',
    type: { kind: 'jsonb' },
    source: { kind: 'jsonb' },
    decoder: () => jsonbDecoder(),
    valid: (random) => Buffer.from(`\u0001{"a": [${random.below(1000)}]}`),
  },
  {
    name: 'uuid',
    type: { kind: 'uuid' },
    source: { kind: 'uuid' },
    decoder: () => uuidTextDecoder(),
    valid: (random) => random.bytes(16),
  },
  {
    name: 'date',
    type: { kind: 'date' },
    source: { kind: 'date' },
    decoder: () => dateDecoder(),
    valid: (random) => int32(random.between(-2_000_000, 2_000_000)),
  },
  {
    name: 'timestamp',
    type: { kind: 'timestamp' },
    source: { kind: 'timestamp' },
    decoder: () => timestampMicrosDecoder(),
    valid: (random) => int64((BigInt(random.bits()) * BigInt(random.bits())) >> 2n),
  },
  NUMERIC,
  {
    name: 'time',
    type: { kind: 'time' },
    source: { kind: 'printed', name: 'time' },
    decoder: () => timeMicrosDecoder(),
    valid: (random) => int64(BigInt(random.bits()) * 20n),
  },
  {
    name: 'interval',
    type: { kind: 'interval' },
    source: { kind: 'printed', name: 'interval' },
    decoder: () => intervalDecoder(),
    valid: (random) => random.bytes(16),
  },
  {
    name: 'point',
    type: { kind: 'point' },
    source: { kind: 'printed', name: 'point' },
    decoder: () => pointDecoder(),
    valid: (random) => random.bytes(16),
  },
  {
    name: 'uuid as bytes',
    type: { kind: 'uuidBytes' },
    source: { kind: 'uuid' },
    decoder: () => uuidBytesDecoder(),
    valid: (random) => random.bytes(16),
  },
  {
    name: 'int4range',
    type: { kind: 'range' },
    source: { kind: 'printed', name: 'int4range' },
    decoder: () => rangeDecoder(int32Decoder('int4'), int32Decoder('int4')),
    valid: validRange,
  },
  {
    name: 'int4multirange',
    type: { kind: 'multirange' },
    source: { kind: 'printed', name: 'int4multirange' },
    decoder: () => multirangeDecoder(rangeDecoder(int32Decoder('int4'), int32Decoder('int4'))),
    valid: (random) => {
      const ranges = Array.from({ length: random.below(4) }, () => withLength(validRange(random)))
      return Buffer.concat([int32(ranges.length), ...ranges])
    },
  },
  ...[
    [9, 2],
    [18, 6],
    [38, 10],
  ].map(([precision = 0, scale = 0]): Case => ({
    name: `decimal(${precision}, ${scale})`,
    type: { kind: 'decimal', precision, scale },
    source: { kind: 'numeric', precision, scale },
    decoder: () => decimalDecoder({ precision, scale }),
    valid: validNumeric,
  })),
  INT4S,
  arrayCase(TEXT, 1),
  arrayCase(INT4, 2),
  arrayCase(NUMERIC, 3),
  PLACE,
  arrayCase(PLACE, 1),
  compositeCase('nested', [PLACE, arrayCase(TEXT, 2)]),
  {
    name: 'hstore',
    type: { kind: 'hstore' },
    source: { kind: 'hstore' },
    decoder: () => hstoreDecoder(bytesDecoder(), bytesDecoder()),
    valid: (random) => {
      const pairs = Array.from({ length: random.below(4) }, (_, pair) => [
        withLength(Buffer.from(`key ${pair}`)),
        withLength(random.chance(3) ? null : Buffer.from(`value ${random.below(100)}`)),
      ])
      return Buffer.concat([int32(pairs.length), ...pairs.flat()])
    },
  },
]

test(`${FRAMES} corrupted values are refused, or are what a second reader says`, () => {
  const random = new SeededRandom(SEED)
  const tries = CASES.map((tried) => ({
    ...tried,
    columnDecoder: tried.decoder(),
    corpus: Array.from({ length: CORPUS_VALUES }, () => tried.valid(random)),
  }))
  const counts = { refused: 0, read: 0 }
  // Half of the frames end in errors, whose stacks nobody reads.
  Error.stackTraceLimit = 0
  for (let frame = 0; frame < FRAMES; frame++) {
    const tried = random.pick(tries)
    const valid = random.pick(tried.corpus)
    const bytes = random.chance(20) ? valid : corrupt(valid, random)
    const outcome = outcomeOf(tried, bytes, random.pick(tried.corpus))
    if (outcome.fault === undefined) {
      counts[outcome.isRefused ? 'refused' : 'read']++
      continue
    }
    const place = `${tried.name}, seed ${SEED}, frame ${frame}, bytes ${bytes.toString('hex')}`
    Error.stackTraceLimit = 10
    throw new Error(`${place}: ${outcome.fault}`, { cause: outcome.cause })
  }
  process.stdout.write(
    `hostile values: ${FRAMES} frames with seed ${SEED}: ${counts.refused} refused, ${counts.read} read as they are\n`,
  )
  expect(Math.min(counts.refused, counts.read)).toBeGreaterThan(FRAMES / 10)
}, 120_000)

test('takes no memory for what a header only says', () => {
  const before = process.memoryUsage()
  for (const { decoder, type } of CASES) {
    if (!['array', 'composite', 'hstore', 'numeric'].includes(type.kind)) continue
    for (const lie of [2 ** 31 - 1, 2 ** 28, -1, -(2 ** 31)]) {
      const headers = [
        [lie],
        [1, 0, 23, lie, 1],
        [2, 0, 23, lie, 1, 0, 1],
        [2, 0, 23, 2 ** 16, 1, 2 ** 16, 1],
        [3, 0, 23, 1, 1, lie, 1, 1, 1],
        [lie, 0, 23, 1, 1],
      ]
      for (const header of headers) {
        const read = (): unknown =>
          decoder().decode(walked(Buffer.concat(header.map(int32)), null), 0)
        expect(read).toThrow(ExtractError)
      }
    }
  }
  const { arrayBuffers } = process.memoryUsage()
  expect(arrayBuffers - before.arrayBuffers).toBeLessThan(16 << 20)
})

interface Outcome {
  readonly isRefused: boolean
  readonly fault?: string
  readonly cause?: unknown
}

/** Reads a row with `bytes` after one with a value that is right, which must stay as it is. */
function outcomeOf(
  { type, source, columnDecoder }: Tried,
  bytes: Buffer,
  neighbour: Buffer,
): Outcome {
  const expected = attempt(() => [strictOrNothing(type, neighbour), strictValue(type, bytes)])
  const batch = walked(neighbour, bytes)
  const found = attempt(() => valuesOf(columnDecoder.decode(batch, 0)))
  const single = attempt(() => valueReader(source)(batch, batch.positions[1] ?? -1))
  if (expected.error !== undefined && !(expected.error instanceof Refused)) {
    return fault(`the second reader failed: ${String(expected.error)}`, expected.error)
  }
  for (const { error } of [found, single]) {
    if (error !== undefined && !(error instanceof ExtractError)) {
      return fault(`threw ${String(error)}`, error)
    }
  }
  if (expected.error instanceof Refused && expected.error.isHarmless)
    return { isRefused: found.error !== undefined }
  // A value that is right but does not fit stops the whole batch.
  if (expected.value?.[0] === NOTHING) return { isRefused: true }
  if (expected.error !== undefined) {
    return found.error === undefined
      ? fault(`read ${shown(found.value)}, expected it to be refused`)
      : { isRefused: true }
  }
  if (found.error !== undefined) {
    return fault(`refused ${shown(expected.value)}: ${String(found.error)}`, found.error)
  }
  return shown(found.value) === shown(expected.value)
    ? { isRefused: false }
    : fault(`read ${shown(found.value)}, expected ${shown(expected.value)}`)
}

const NOTHING = Symbol('does not fit')

function strictOrNothing(type: WireType, bytes: Buffer): WireValue | typeof NOTHING {
  try {
    return strictValue(type, bytes)
  } catch {
    return NOTHING
  }
}

function fault(fault: string, cause?: unknown): Outcome {
  return { isRefused: false, fault, cause }
}

function attempt<Result>(read: () => Result): { value?: Result; error?: Error } {
  try {
    return { value: read() }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return { error }
  }
}

const walker = new RowWalker(1)

/** Two rows of one column, found as in a result; what follows them is not theirs. */
function walked(first: Buffer, second: Buffer | null): RowWalker {
  const rows = Buffer.concat([dataRow([first]), dataRow([second])])
  const bytes = Buffer.concat([rows, Buffer.alloc(READABLE_PADDING_BYTES)])
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  walker.walk(bytes, view, 0, rows.length)
  return walker
}

function valuesOf(vector: Vector): WireValue[] {
  return Array.from({ length: vector.rows }, (_, row) => valueAt(vector, row))
}

function valueAt(vector: Vector, row: number): WireValue {
  if (vector.present[row] !== 1) return null
  switch (vector.layout) {
    case 'bool':
      return vector.values[row] === 1
    case 'int32':
      return BigInt(vector.values[row] ?? 0)
    case 'int64':
      return vector.values[row] ?? 0n
    case 'float32':
    case 'float64':
      return vector.values[row] ?? 0
    case 'fixed': {
      const { widthBytes, values } = vector
      const bytes = Buffer.from(values.subarray(row * widthBytes, (row + 1) * widthBytes))
      return BigInt.asIntN(8 * widthBytes, BigInt(`0x${bytes.toString('hex')}`))
    }
    case 'bytes': {
      const start = vector.starts[row] ?? 0
      return signed(vector.bytes.toString('latin1', start, start + (vector.lengths[row] ?? 0)))
    }
    case 'list':
      return slice(vector.elements, vector.offsets, row)
    case 'struct':
      return vector.fields.map((field) => valueAt(field, row))
    case 'map': {
      const values = slice(vector.values, vector.offsets, row)
      return slice(vector.keys, vector.offsets, row).map((key, pair) => [key, values[pair] ?? null])
    }
  }
}

function slice(items: Vector, offsets: Int32Array, row: number): WireValue[] {
  const from = offsets[row] ?? 0
  const length = (offsets[row + 1] ?? 0) - from
  return Array.from({ length }, (_, index) => valueAt(items, from + index))
}

function shown(values: unknown): string {
  return JSON.stringify(values, (_key, value: unknown) => {
    if (typeof value === 'bigint') return String(value)
    if (typeof value !== 'number') return value
    return Object.is(value, -0) ? '-0' : String(value)
  })
}

function arrayCase(element: Case, dimensions: number): Case {
  return {
    name: `${element.name}${'[]'.repeat(dimensions)}`,
    type: { kind: 'array', element: element.type, dimensions },
    source: { kind: 'array', element: element.source },
    decoder: () => listDecoder(element.decoder(), dimensions),
    valid: (random) => {
      if (random.chance(8)) return Buffer.concat([0, 0, 23].map(int32))
      const lengths = Array.from({ length: dimensions }, () => random.between(1, 3))
      const total = lengths.reduce((product, length) => product * length, 1)
      const elements = Array.from({ length: total }, () =>
        withLength(random.chance(5) ? null : element.valid(random)),
      )
      const header = [dimensions, 1, 23, ...lengths.flatMap((length) => [length, 1])]
      return Buffer.concat([...header.map(int32), ...elements])
    },
  }
}

function compositeCase(name: string, fields: readonly Case[]): Case {
  return {
    name,
    type: { kind: 'composite', fields: fields.map(({ type }) => type) },
    source: {
      kind: 'composite',
      name,
      fields: fields.map(({ source }, index) => ({ name: `f${index}`, type: source })),
    },
    decoder: () =>
      structDecoder(
        fields.map(({ decoder }, source) => ({ name: `f${source}`, source, decoder: decoder() })),
        fields.length,
      ),
    valid: (random) => {
      const values = fields.flatMap(({ valid }) => [
        int32(23),
        withLength(random.chance(5) ? null : valid(random)),
      ])
      return Buffer.concat([int32(fields.length), ...values])
    },
  }
}

function validNumeric(random: SeededRandom): Buffer {
  if (random.chance(20)) return numeric(random.pick(['NaN', 'Infinity', '-Infinity', '0', '0.000']))
  const digits = (most: number): string =>
    Array.from({ length: random.below(most) }, () => random.below(10)).join('')
  const fraction = digits(4)
  const text = `${digits(9).replace(/^0+/, '') || '0'}${fraction === '' ? '' : `.${fraction}`}`
  return numeric(random.chance(2) ? `-${text}` : text)
}

function validRange(random: SeededRandom): Buffer {
  const bound = (): Buffer => withLength(int32(random.bits() | 0))
  const [flags, bounds] = random.pick([
    [0x01, []],
    [0x02, [bound(), bound()]],
    [0x08, [bound()]],
    [0x12, [bound()]],
    [0x18, []],
  ] as const)
  return Buffer.concat([Buffer.from([flags]), ...bounds])
}

function withLength(value: Buffer | null): Buffer {
  return Buffer.concat([int32(value?.length ?? -1), value ?? Buffer.alloc(0)])
}
