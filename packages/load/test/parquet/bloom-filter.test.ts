import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RecordType } from '@carmilla/transform'
import { Xxh64 } from '../../src/parquet/bloom/xxh64.ts'
import { DuckDbReader } from './duckdb-reader.ts'
import { ParquetFolder, type TestRows } from './parquet-file.ts'

let folder: ParquetFolder
let duckdb: DuckDbReader

beforeAll(async () => {
  folder = await ParquetFolder.create()
  duckdb = await DuckDbReader.create()
})

afterAll(async () => {
  duckdb[Symbol.dispose]()
  await folder[Symbol.asyncDispose]()
})

describe('XXH64', () => {
  // From the reference implementation's own documentation and its ports.
  test.each([
    ['', 0xef46db3751d8e999n],
    ['a', 0xd24ec4f1a98c6e5bn],
    ['abc', 0x44bc2cf5ad770999n],
    ['Nobody inspects the spammish repetition', 0xfbcea83c8a378bf1n],
  ])('of "%s" is known', (text, hash) => {
    expect(hashOf(Buffer.from(text))).toBe(hash)
  })

  test('is that of the specification, computed with BigInts, for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(hashOf(bytes)).toBe(specifiedHash(bytes))
      }),
      { numRuns: 2000 },
    )
  })
})

const BLOOM_FILTER = { falsePositiveRate: 0.01, distinctValues: 10_000 }

/** Types, and what DuckDB calls them. */
const TYPES: readonly {
  readonly type: RecordType
  readonly values: fc.Arbitrary<string | number | bigint>
  readonly sqlType: string
}[] = [
  { type: { kind: 'int32' }, values: fc.integer(), sqlType: 'int' },
  {
    type: { kind: 'int64' },
    values: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    sqlType: 'bigint',
  },
  {
    type: { kind: 'text' },
    values: fc.string({ unit: fc.constantFrom('a', 'ü', '€', 'z'), maxLength: 60 }),
    sqlType: 'varchar',
  },
  { type: { kind: 'uuid' }, values: fc.uuid(), sqlType: 'varchar' },
]

describe.each(TYPES)('a bloom filter of $type.kind', ({ type, values, sqlType }) => {
  const schema = [{ name: 'c', type, optional: true }]

  test.each([
    ['with a dictionary', {}],
    ['without a dictionary', { dictionary: false }],
  ])('excludes no value that is there, %s', async (_, column) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.option(values, { freq: 5 }), { minLength: 1, maxLength: 40 }),
        async (found) => {
          const { path } = await folder.write(
            schema,
            found.map((value) => [value]),
            { columns: { c: { ...column, bloomFilter: BLOOM_FILTER } }, rowGroupRows: 30 },
          )
          expect(await duckdb.rows(path)).toEqual(found.map((value) => [value]))
          for (const value of new Set(found)) {
            if (value === null) continue
            const groups = new Set(
              found.flatMap((other, row) => (other === value ? [Math.floor(row / 30)] : [])),
            )
            const literal = `'${value}'::${sqlType}`
            const excluded = await excluding(path, literal)
            expect(excluded.filter((group) => groups.has(group))).toEqual([])
            const counted = `select count(*) from read_parquet('${path}') where c = ${literal}`
            const times = found.filter((other) => other === value).length
            expect(await duckdb.query(counted)).toEqual([[BigInt(times)]])
          }
        },
      ),
      { numRuns: 8 },
    )
  })
})

test('excludes nearly every value that is not there, and is as small as that allows', async () => {
  const schema = [{ name: 'c', type: { kind: 'int64' }, optional: false } as const]
  const rows: TestRows = Array.from({ length: 5000 }, (_, row) => [BigInt(row) * 7n])
  const { path, facts } = await folder.write(schema, rows, {
    columns: { c: { bloomFilter: { falsePositiveRate: 0.01, distinctValues: 1_000_000 } } },
  })
  const plain = await folder.write(schema, rows)
  // 9.7 bits for each of 5,000 values are 6 KiB: 8 KiB is the next power of two.
  expect(facts.bytes - plain.facts.bytes).toBeGreaterThan(8192)
  expect(facts.bytes - plain.facts.bytes).toBeLessThan(8192 + 100)
  let excluded = 0
  for (let probe = 0; probe < 400; probe++) {
    excluded += (await excluding(path, `${probe * 7 + 1}::bigint`)).length
  }
  expect(excluded).toBeGreaterThan(385)
})

test('is as good when more values come than hashes are kept', async () => {
  const schema = [{ name: 'c', type: { kind: 'int32' }, optional: false } as const]
  const rows: TestRows = Array.from({ length: 30_000 }, (_, row) => [row * 3])
  const { path } = await folder.write(schema, rows, {
    columns: { c: { bloomFilter: { falsePositiveRate: 0.02, distinctValues: 30_000 } } },
  })
  let excluded = 0
  for (let probe = 0; probe < 300; probe++) {
    expect(await excluding(path, `${probe * 300}::int`)).toEqual([])
    excluded += (await excluding(path, `${probe * 3 + 1}::int`)).length
  }
  expect(excluded).toBeGreaterThan(280)
})

test.each([
  ['float64', { kind: 'float64' }],
  ['list', { kind: 'list', element: { kind: 'int32' } }],
] as const)('is refused for a %s', async (kind, type) => {
  const schema = [{ name: 'c', type, optional: false }]
  await expect(
    folder.write(schema, [], { columns: { c: { bloomFilter: BLOOM_FILTER } } }),
  ).rejects.toThrow(
    `column \`c\`: a bloom filter of a ${kind} finds no value for sure; leave it out`,
  )
})

/** The row groups that DuckDB need not read for a value. */
async function excluding(path: string, value: string): Promise<readonly number[]> {
  const rows = await duckdb.query(
    `select row_group_id from parquet_bloom_probe('${path}', 'c', ${value}) where bloom_filter_excludes`,
  )
  return rows.map(([group]) => Number(group))
}

function hashOf(bytes: Uint8Array): bigint {
  const hash = new Xxh64()
  hash.hash(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0, bytes.length)
  return BigInt.asUintN(64, (BigInt(hash.high) << 32n) | BigInt(hash.low >>> 0))
}

function word(value: bigint): bigint {
  return BigInt.asUintN(64, value)
}

/** As the specification has it, step by step. */
function specifiedHash(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [p1, p2, p3, p4, p5] = [
    0x9e3779b185ebca87n,
    0xc2b2ae3d27d4eb4fn,
    0x165667b19e3779f9n,
    0x85ebca77c2b2ae63n,
    0x27d4eb2f165667c5n,
  ] as const
  const rotate = (value: bigint, bits: bigint): bigint =>
    word((value << bits) | (value >> (64n - bits)))
  const round = (accumulator: bigint, lane: bigint): bigint =>
    word(rotate(word(accumulator + lane * p2), 31n) * p1)
  let at = 0
  let hash: bigint = p5
  if (bytes.length >= 32) {
    const accumulators: bigint[] = [word(p1 + p2), p2, 0n, word(-p1)]
    for (; at + 32 <= bytes.length; at += 32) {
      for (const [index, accumulator] of accumulators.entries()) {
        accumulators[index] = round(accumulator, view.getBigUint64(at + 8 * index, true))
      }
    }
    const [a = 0n, b = 0n, c = 0n, d = 0n] = accumulators
    hash = word(rotate(a, 1n) + rotate(b, 7n) + rotate(c, 12n) + rotate(d, 18n))
    for (const accumulator of accumulators) hash = word((hash ^ round(0n, accumulator)) * p1 + p4)
  }
  hash = word(hash + BigInt(bytes.length))
  for (; at + 8 <= bytes.length; at += 8) {
    hash = word(rotate(hash ^ round(0n, view.getBigUint64(at, true)), 27n) * p1 + p4)
  }
  if (at + 4 <= bytes.length) {
    hash = word(rotate(hash ^ word(BigInt(view.getUint32(at, true)) * p1), 23n) * p2 + p3)
    at += 4
  }
  for (; at < bytes.length; at++) {
    hash = word(rotate(hash ^ word(BigInt(view.getUint8(at)) * p5), 11n) * p1)
  }
  hash = word((hash ^ (hash >> 33n)) * p2)
  hash = word((hash ^ (hash >> 29n)) * p3)
  return hash ^ (hash >> 32n)
}
