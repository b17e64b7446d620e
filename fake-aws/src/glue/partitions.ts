import { AwsError } from '../aws-error.ts'
import {
  type JsonObject,
  objectField,
  objectsField,
  textField,
  textsField,
} from '../json-fields.ts'
import { alreadyExists, checkBatch, invalid, notFound } from './glue-rules.ts'
import { pageOf } from './pages.ts'
import type { GlueTable, TableCalls } from './tables.ts'

/** Limits of one call. */
const MOST_CREATED = 100
const MOST_UPDATED = 100
const MOST_DELETED = 25
const MOST_READ = 1000

/** Calls on the partitions of a table; an item that cannot be done is in `Errors`, and the others are done. */
export class PartitionCalls {
  readonly #tables: TableCalls

  constructor(tables: TableCalls) {
    this.#tables = tables
  }

  batchCreate(input: JsonObject): JsonObject {
    const table = this.#tableOf(input)
    const partitions = objectsField(input, 'PartitionInputList')
    checkBatch('partitionInputList', partitions, MOST_CREATED)
    return {
      Errors: eachItem(partitions, (partition) => {
        const { key, values } = keyOf(table, partition)
        if (table.partitions.has(key)) throw alreadyExists(`Partition ${values.join('/')}`)
        table.partitions.set(key, partition)
      }),
    }
  }

  batchUpdate(input: JsonObject): JsonObject {
    const table = this.#tableOf(input)
    const entries = objectsField(input, 'Entries')
    checkBatch('entries', entries, MOST_UPDATED)
    return {
      Errors: eachItem(entries, (entry) => {
        const before = JSON.stringify(textsField(entry, 'PartitionValueList'))
        if (!table.partitions.has(before)) throw notFound('Partition')
        const partition = objectField(entry, 'PartitionInput')
        const { key } = keyOf(table, partition)
        table.partitions.delete(before)
        table.partitions.set(key, partition)
      }),
    }
  }

  batchDelete(input: JsonObject): JsonObject {
    const table = this.#tableOf(input)
    const partitions = objectsField(input, 'PartitionsToDelete')
    checkBatch('partitionsToDelete', partitions, MOST_DELETED)
    return {
      Errors: eachItem(partitions, (partition) => {
        const { key } = keyOf(table, partition)
        if (!table.partitions.delete(key)) throw notFound('Partition')
      }),
    }
  }

  getPartitions(input: JsonObject): JsonObject {
    const table = this.#tableOf(input)
    if (input['Expression'] !== undefined && input['Expression'] !== '') {
      throw invalid('Expressions are not answered here.')
    }
    const { items, token } = pageOf([...table.partitions.values()], input, MOST_READ)
    return {
      Partitions: items.map((partition) => ({
        ...partition,
        DatabaseName: textField(input, 'DatabaseName'),
        TableName: table.name,
      })),
      NextToken: token,
    }
  }

  #tableOf(input: JsonObject): GlueTable {
    return this.#tables.get(textField(input, 'DatabaseName'), textField(input, 'TableName'))
  }
}

function keyOf(
  table: GlueTable,
  partition: JsonObject,
): { readonly key: string; readonly values: readonly string[] } {
  const values = textsField(partition, 'Values')
  if (values.length !== objectsField(table.input, 'PartitionKeys').length) {
    throw invalid('The number of partition keys do not match the number of partition values')
  }
  return { key: JSON.stringify(values), values }
}

function eachItem(
  items: readonly JsonObject[],
  action: (item: JsonObject) => void,
): readonly JsonObject[] {
  const errors: JsonObject[] = []
  for (const item of items) {
    try {
      action(item)
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      errors.push({
        PartitionValues: textsField(item, 'Values'),
        ErrorDetail: { ErrorCode: error.code, ErrorMessage: error.message },
      })
    }
  }
  return errors
}
