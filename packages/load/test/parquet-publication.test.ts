import { readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RecordSchema } from '@carmilla/transform'
import { DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, it } from 'vitest'
import { newRunId, parquetFormat, Publication } from '../src/index.ts'
import { batchOf, int32Vector, int64Vector, textVector } from './record-batches.ts'
import { type TemporaryTarget, temporaryTarget } from './temporary-target.ts'

const SCHEMA: RecordSchema = [
  { name: 'id', type: { kind: 'int32' }, optional: false },
  { name: 'price', type: { kind: 'decimal', precision: 18, scale: 2 }, optional: true },
  { name: 'name', type: { kind: 'text' }, optional: true },
]

const BATCH = batchOf(
  int32Vector([1, 2, 3]),
  int64Vector([-150n, null, 12345n]),
  textVector(['a', null, 'ünï']),
)

function begin(temporary: TemporaryTarget, partitionKeys: readonly string[]): Promise<Publication> {
  return Publication.begin({
    target: temporary.target,
    table: 'orders',
    schema: SCHEMA,
    partitionKeys,
    runId: newRunId(),
    format: parquetFormat(),
    expect: { unique: ['id', ['price', 'name']], rows: { min: 1 } },
  })
}

async function query(sql: string): Promise<unknown> {
  const connection = await (await DuckDBInstance.create()).connect()
  try {
    return (await connection.runAndReadAll(sql)).getRowsJson()
  } finally {
    connection.closeSync()
  }
}

describe('a publication of Parquet files', () => {
  it('is read by DuckDB from a folder glob, with its partitions', async () => {
    await using temporary = await temporaryTarget()
    await using publication = await begin(temporary, ['dt'])
    await publication.append(['2026-03-01'], BATCH)
    await publication.append(
      [null],
      batchOf(int32Vector([4]), int64Vector([0n]), textVector(['d'])),
    )
    const { version } = await publication.publish()
    expect(version.files[0]?.key).toBe(`${version.location}dt=2026-03-01/part-00000.zstd.parquet`)
    const glob = join(temporary.folder, '**/*.parquet')
    expect(
      await query(
        `select id, price, name, dt from read_parquet('${glob}', hive_partitioning = true, hive_types = {dt: varchar}) order by id`,
      ),
    ).toEqual([
      [1, '-1.50', 'a', '2026-03-01'],
      [2, null, null, '2026-03-01'],
      [3, '123.45', 'ünï', '2026-03-01'],
      [4, '0.00', 'd', null],
    ])
  })

  it('notes NULLs and the bounds of numbers, but not those of texts', async () => {
    await using temporary = await temporaryTarget()
    await using publication = await begin(temporary, [])
    await publication.append([], BATCH)
    const { manifestKey } = await publication.publish()
    const manifest: unknown = JSON.parse(
      await readFile(join(temporary.folder, manifestKey), 'utf8'),
    )
    expect(manifest).toHaveProperty('files.0.columns', [
      { name: 'id', nulls: 0, min: '1', max: '3' },
      { name: 'price', nulls: 1, min: '-1.50', max: '123.45' },
      { name: 'name', nulls: 1 },
    ])
  })

  it.each([
    ['is cut short', (path: string) => truncate(path, 100), 'expected '],
    [
      'is of another kind',
      (path: string, bytes: number) => writeFile(path, Buffer.alloc(bytes)),
      'not a whole Parquet file: begins with',
    ],
    [
      'has a broken footer',
      async (path: string, bytes: number) => {
        const file = await readFile(path)
        await writeFile(
          path,
          Buffer.concat([file.subarray(0, bytes - 30), Buffer.alloc(22, 0xff), file.subarray(-8)]),
        )
      },
      'not a whole Parquet file: ',
    ],
  ])('is refused when a stored file %s', async (_what, spoil, message) => {
    await using temporary = await temporaryTarget()
    const { sink } = temporary.target
    const format = parquetFormat()
    const output = await sink.create('x.parquet')
    const writer = format.open({ schema: SCHEMA, output, metadata: {} })
    writer.append(BATCH)
    await writer.close()
    const { bytes } = await output.close()
    expect(await format.inspect(sink, 'x.parquet', bytes)).toEqual({
      rows: 3,
      columns: ['id', 'price', 'name'],
    })
    await spoil(join(temporary.folder, 'x.parquet'), bytes)
    await expect(format.inspect(sink, 'x.parquet', bytes)).rejects.toThrow(message)
  })
})
