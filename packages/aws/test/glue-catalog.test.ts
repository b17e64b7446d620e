import { GetTableCommand, type Table, UpdateTableCommand } from '@aws-sdk/client-glue'
import { newRunId, Publication } from '@carmilla/load'
import { expect, test } from 'vitest'
import { jsonLines } from '../../load/test/json-lines.ts'
import { ID_SCHEMA, idBatch } from '../../load/test/record-batches.ts'
import { publishOrders } from '../../load/test/temporary-target.ts'
import { TemporaryLake } from './lake.ts'

test('makes the table that Athena reads', async () => {
  await using lake = await TemporaryLake.open('glue')
  const { version } = await publishOrders(lake.target, [1, 2, 3])
  const table = await tableOf(lake)
  expect(table).toMatchObject({
    Name: 'orders',
    TableType: 'EXTERNAL_TABLE',
    PartitionKeys: [],
    Parameters: { EXTERNAL: 'TRUE', classification: 'parquet', recordCount: '3' },
    StorageDescriptor: {
      Columns: [{ Name: 'id', Type: 'int' }],
      Location: `s3://lake/tables/${version.location}`,
      InputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
      SerdeInfo: {
        SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
      },
    },
  })
})

test('keeps what others have said of the table', async () => {
  await using lake = await TemporaryLake.open('glue')
  await publishOrders(lake.target, [1])
  const { Name, Parameters, StorageDescriptor, TableType, PartitionKeys } = await tableOf(lake)
  await lake.glue.send(
    new UpdateTableCommand({
      DatabaseName: 'reporting',
      TableInput: {
        Name,
        TableType,
        PartitionKeys,
        Description: 'all orders',
        Owner: 'reporting',
        Parameters: { ...Parameters, 'owner.team': 'reporting' },
        StorageDescriptor: {
          ...StorageDescriptor,
          Columns: [{ Name: 'id', Type: 'int', Comment: 'key of an order' }],
        },
      },
    }),
  )
  await publishOrders(lake.target, [2])
  expect(await tableOf(lake)).toMatchObject({
    Description: 'all orders',
    Owner: 'reporting',
    Parameters: { 'owner.team': 'reporting', 'carmilla.version': '2' },
    StorageDescriptor: { Columns: [{ Comment: 'key of an order' }] },
  })
})

test('refuses a table that it did not make', async () => {
  await using lake = await TemporaryLake.open('glue')
  await publishOrders(lake.target, [1])
  const { Name } = await tableOf(lake)
  await lake.glue.send(
    new UpdateTableCommand({
      DatabaseName: 'reporting',
      TableInput: { Name, StorageDescriptor: { Location: 's3://elsewhere/orders/' } },
    }),
  )
  await expect(publishOrders(lake.target, [2])).rejects.toMatchObject({
    code: 'target_not_writable',
    message:
      'glue table `reporting.orders`: is there already, and was not published to s3://lake/tables; drop it, or choose another database',
  })
})

test('moves all partitions of a table in one call, by projection', async () => {
  await using lake = await TemporaryLake.open('glue')
  const location = await publishByDay(lake, ['2026-01-01', '2026-01-02'])
  expect((await tableOf(lake)).Parameters).toMatchObject({
    'projection.enabled': 'true',
    'projection.dt.type': 'enum',
    'projection.dt.values': '2026-01-01,2026-01-02',
    'storage.location.template': `s3://lake/tables/${location}dt=\${dt}/`,
  })
  await publishByDay(lake, ['2026-01-02'])
  expect((await tableOf(lake)).Parameters).toMatchObject({ 'projection.dt.values': '2026-01-02' })
})

test.each([null, 'a,b', ' a', 'a:b'])('refuses a projection of the value %j', async (value) => {
  await using lake = await TemporaryLake.open('glue')
  await expect(publishByDay(lake, [value])).rejects.toMatchObject({
    code: 'schema_invalid',
    message: expect.stringContaining("set glue.partitions to 'registered'"),
  })
})

test('registers partitions in batches, moves those that stay, and removes those that are gone', async () => {
  await using lake = await TemporaryLake.open('glue', { partitions: 'registered' })
  const days = Array.from({ length: 230 }, (_, day) => `day-${String(day).padStart(3, '0')}`)
  await publishByDay(lake, days)
  const location = await publishByDay(lake, [...days.slice(30), 'a:b', null])
  const table = lake.bucket.aws.glue.tables.get('reporting', 'orders')
  const partitions = [...table.partitions.values()]
  expect(partitions).toHaveLength(202)
  expect(partitions.map(({ StorageDescriptor: storage }) => storage)).toContainEqual(
    expect.objectContaining({ Location: `s3://lake/tables/${location}dt=a%3Ab/` }),
  )
  for (const { StorageDescriptor: storage } of partitions) {
    expect(storage).toMatchObject({ Location: expect.stringContaining(location) })
  }
})

async function publishByDay(
  { target }: TemporaryLake,
  days: readonly (string | null)[],
): Promise<string> {
  await using publication = await Publication.begin({
    target,
    table: 'orders',
    schema: ID_SCHEMA,
    partitionKeys: ['dt'],
    runId: newRunId(),
    format: jsonLines,
  })
  for (const [id, day] of days.entries()) await publication.append([day], idBatch([id]))
  return (await publication.publish()).version.location
}

async function tableOf({ glue }: TemporaryLake): Promise<Table> {
  const { Table: table } = await glue.send(
    new GetTableCommand({ DatabaseName: 'reporting', Name: 'orders' }),
  )
  if (table === undefined) throw new Error('no table')
  return table
}
