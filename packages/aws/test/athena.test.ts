import { AthenaClient } from '@aws-sdk/client-athena'
import { newRunId, Publication, recordFormat } from '@carmilla/load'
import type { RecordSchema } from '@carmilla/transform'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { batchOf, int32Vector, int64Vector, textVector } from '../../load/test/record-batches.ts'
import { athenaQuery, type AthenaQueryOptions } from '../src/index.ts'
import { TemporaryLake } from './lake.ts'

const SCHEMA: RecordSchema = [
  { name: 'id', type: { kind: 'int32' }, optional: false },
  { name: 'total', type: { kind: 'int64' }, optional: true },
  { name: 'status', type: { kind: 'text' }, optional: true },
]

let lake: TemporaryLake
let client: AthenaClient

beforeEach(async () => {
  lake = await TemporaryLake.open('glue')
  client = new AthenaClient({
    endpoint: lake.bucket.aws.url,
    region: 'us-east-1',
    credentials: lake.bucket.aws.credentials,
  })
})

afterEach(async () => {
  client.destroy()
  await lake[Symbol.asyncDispose]()
})

test('reads what was published, typed', async () => {
  await publish([])
  const result = await query('select * from orders order by id')
  expect(result.columns).toEqual([
    { name: 'id', type: 'integer' },
    { name: 'total', type: 'bigint' },
    { name: 'status', type: 'varchar' },
  ])
  expect(await allOf(result.rows)).toEqual([
    [1, 9007199254740993n, 'paid'],
    [2, null, null],
    [3, -1n, ''],
  ])
  expect(result.outputLocation).toMatch(/^s3:\/\/lake\/athena-results\/.*\.csv$/)
})

test('reads the partitions of the version that is shown, and no others', async () => {
  await publish(['dt'], ['2026-01-01', '2026-01-02'])
  await publish(['dt'], ['2026-01-02', '2026-01-03'])
  const { rows } = await query('select dt, count(*) as orders from orders group by dt order by dt')
  expect(await allOf(rows)).toEqual([
    ['2026-01-02', 3n],
    ['2026-01-03', 3n],
  ])
})

test('reads all pages', async () => {
  await publish([])
  const { rows } = await query('select id, range from orders, range(1000) order by 1, 2')
  const read = await allOf(rows)
  expect(read).toHaveLength(3000)
  expect(read.at(-1)).toEqual([3, 999n])
})

test('says why a query failed', async () => {
  await publish([])
  await expect(query('select nothing from orders')).rejects.toMatchObject({
    code: 'query_failed',
    message: expect.stringContaining('nothing'),
  })
})

test('tells Athena when it is stopped', async () => {
  await publish([])
  const signal = AbortSignal.timeout(50)
  const sql = 'select count(*) from range(100000000000) as a(x), orders'
  await expect(query(sql, { signal })).rejects.toMatchObject({ code: 'aborted' })
  await expect.poll(() => lake.bucket.calls()).toContain('athena:StopQueryExecution')
})

test('is one query, however often its start is tried', async () => {
  await publish([])
  lake.bucket.aws.faults.add({
    operation: 'athena:StartQueryExecution',
    fault: { kind: 'reset', when: 'after' },
  })
  const { rows } = await query('select count(*) from orders')
  expect(await allOf(rows)).toEqual([[3n]])
})

async function publish(partitionKeys: readonly string[], days: readonly string[] = []) {
  await using publication = await Publication.begin({
    target: lake.target,
    table: 'orders',
    schema: SCHEMA,
    partitionKeys,
    runId: newRunId(),
    format: recordFormat({ writer: 'carmilla', codec: 'zstd' }),
  })
  const batch = batchOf(
    int32Vector([1, 2, 3]),
    int64Vector([9007199254740993n, null, -1n]),
    textVector(['paid', null, '']),
  )
  if (partitionKeys.length === 0) await publication.append([], batch)
  for (const day of days) await publication.append([day], batch)
  await publication.publish()
}

function query(sql: string, options: Partial<AthenaQueryOptions> = {}) {
  return athenaQuery({
    client,
    sql,
    database: 'reporting',
    outputLocation: 's3://lake/athena-results/',
    pace: { firstMs: 5, mostMs: 20 },
    ...options,
  })
}

async function allOf<Row>(rows: AsyncIterable<Row>): Promise<readonly Row[]> {
  const all: Row[] = []
  for await (const row of rows) all.push(row)
  return all
}
