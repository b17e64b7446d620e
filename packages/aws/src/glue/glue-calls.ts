import {
  BatchCreatePartitionCommand,
  BatchDeletePartitionCommand,
  BatchUpdatePartitionCommand,
  CreateDatabaseCommand,
  CreateTableCommand,
  GetPartitionsCommand,
  GetTableCommand,
  GetTablesCommand,
  type GlueClient,
  type Partition,
  type PartitionInput,
  type Table,
  type TableInput,
  UpdateTableCommand,
} from '@aws-sdk/client-glue'
import { factsOf } from '../failure-kind.ts'

/** Items of one call. */
const PARTITIONS_PER_CREATE = 100
const PARTITIONS_PER_UPDATE = 100
const PARTITIONS_PER_DELETE = 25

/** A partition that Glue did not take. */
export interface RefusedPartition {
  readonly values: readonly string[]
  readonly code: string
  readonly message: string
}

/** The calls of Glue that a catalog needs, of one database. */
export class GlueCalls {
  readonly database: string
  readonly #client: Pick<GlueClient, 'send'>

  constructor(client: Pick<GlueClient, 'send'>, database: string) {
    this.#client = client
    this.database = database
  }

  /** A table; undefined when there is none, or no database. */
  async table(name: string): Promise<Table | undefined> {
    try {
      const { Table } = await this.#client.send(
        new GetTableCommand({ DatabaseName: this.database, Name: name }),
      )
      return Table
    } catch (error) {
      if (isNotFound(error)) return undefined
      throw error
    }
  }

  /** All tables of the database. */
  async tables(): Promise<readonly Table[]> {
    const tables: Table[] = []
    let token: string | undefined
    try {
      do {
        const page = await this.#client.send(
          new GetTablesCommand({ DatabaseName: this.database, NextToken: token }),
        )
        tables.push(...(page.TableList ?? []))
        token = page.NextToken
      } while (token !== undefined)
    } catch (error) {
      if (!isNotFound(error)) throw error
    }
    return tables
  }

  async createTable(input: TableInput): Promise<void> {
    await this.#client.send(
      new CreateTableCommand({ DatabaseName: this.database, TableInput: input }),
    )
  }

  /** Replaces a table, if it is still as it was when `versionId` was read. */
  async updateTable(input: TableInput, versionId: string | undefined): Promise<void> {
    await this.#client.send(
      new UpdateTableCommand({
        DatabaseName: this.database,
        TableInput: input,
        VersionId: versionId,
        // The target keeps versions of its own; Glue's are limited in number.
        SkipArchive: true,
      }),
    )
  }

  /** Makes the database, unless it is there. */
  async createDatabase(): Promise<void> {
    try {
      await this.#client.send(new CreateDatabaseCommand({ DatabaseInput: { Name: this.database } }))
    } catch (error) {
      if (factsOf(error).name !== 'AlreadyExistsException') throw error
    }
  }

  async partitions(table: string): Promise<readonly Partition[]> {
    const partitions: Partition[] = []
    let token: string | undefined
    do {
      const page = await this.#client.send(
        new GetPartitionsCommand({
          DatabaseName: this.database,
          TableName: table,
          ExcludeColumnSchema: true,
          NextToken: token,
        }),
      )
      partitions.push(...(page.Partitions ?? []))
      token = page.NextToken
    } while (token !== undefined)
    return partitions
  }

  async createPartitions(
    table: string,
    partitions: readonly PartitionInput[],
  ): Promise<readonly RefusedPartition[]> {
    return inBatches(partitions, PARTITIONS_PER_CREATE, async (batch) => {
      const { Errors } = await this.#client.send(
        new BatchCreatePartitionCommand({
          DatabaseName: this.database,
          TableName: table,
          PartitionInputList: [...batch],
        }),
      )
      return (Errors ?? []).map(refused)
    })
  }

  async updatePartitions(
    table: string,
    partitions: readonly PartitionInput[],
  ): Promise<readonly RefusedPartition[]> {
    return inBatches(partitions, PARTITIONS_PER_UPDATE, async (batch) => {
      const { Errors } = await this.#client.send(
        new BatchUpdatePartitionCommand({
          DatabaseName: this.database,
          TableName: table,
          Entries: batch.map((partition) => ({
            PartitionValueList: partition.Values,
            PartitionInput: partition,
          })),
        }),
      )
      return (Errors ?? []).map(({ PartitionValueList, ErrorDetail }) =>
        refused({ PartitionValues: PartitionValueList, ErrorDetail }),
      )
    })
  }

  async deletePartitions(
    table: string,
    values: readonly (readonly string[])[],
  ): Promise<readonly RefusedPartition[]> {
    return inBatches(values, PARTITIONS_PER_DELETE, async (batch) => {
      const { Errors } = await this.#client.send(
        new BatchDeletePartitionCommand({
          DatabaseName: this.database,
          TableName: table,
          PartitionsToDelete: batch.map((Values) => ({ Values: [...Values] })),
        }),
      )
      return (Errors ?? []).map(refused)
    })
  }
}

export function isNotFound(error: unknown): boolean {
  return factsOf(error).name === 'EntityNotFoundException'
}

function refused(error: {
  readonly PartitionValues?: string[] | undefined
  readonly ErrorDetail?:
    | { readonly ErrorCode?: string | undefined; readonly ErrorMessage?: string | undefined }
    | undefined
}): RefusedPartition {
  return {
    values: error.PartitionValues ?? [],
    code: error.ErrorDetail?.ErrorCode ?? 'unknown',
    message: error.ErrorDetail?.ErrorMessage ?? '',
  }
}

async function inBatches<Item>(
  items: readonly Item[],
  most: number,
  call: (batch: readonly Item[]) => Promise<readonly RefusedPartition[]>,
): Promise<readonly RefusedPartition[]> {
  const refusals: RefusedPartition[] = []
  for (let at = 0; at < items.length; at += most) {
    refusals.push(...(await call(items.slice(at, at + most))))
  }
  return refusals
}
