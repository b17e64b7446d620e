import { AwsError } from '../aws-error.ts'
import { type JsonObject, objectField, optionalText, textField } from '../json-fields.ts'
import { type GlueDatabase, type GlueDatabases, seconds } from './databases.ts'
import { alreadyExists, checkTableInput, notFound } from './glue-rules.ts'
import { pageOf } from './pages.ts'

/** A table as it is now. */
export interface GlueTable {
  readonly name: string
  readonly input: JsonObject
  /** Counts its changes, from 0. */
  readonly versionId: number
  readonly createdAt: Date
  readonly updatedAt: Date
  /** Earlier states, newest first. */
  readonly archive: readonly GlueTable[]
  /** By their values, as JSON. */
  readonly partitions: Map<string, JsonObject>
}

/** Calls on tables. */
export class TableCalls {
  readonly #databases: GlueDatabases

  constructor(databases: GlueDatabases) {
    this.#databases = databases
  }

  /** @throws {AwsError} `EntityNotFoundException` */
  get(database: string, name: string): GlueTable {
    const table = this.#databases.get(database).tables.get(name.toLowerCase())
    if (table !== undefined) return table
    throw notFound(`Table ${name}`)
  }

  create(input: JsonObject): JsonObject {
    const database = this.#databases.get(textField(input, 'DatabaseName'))
    const table = objectField(input, 'TableInput')
    checkTableInput(table)
    const name = textField(table, 'Name').toLowerCase()
    if (database.tables.has(name)) throw alreadyExists(`Table ${name}`)
    const now = new Date()
    database.tables.set(name, {
      name,
      input: table,
      versionId: 0,
      createdAt: now,
      updatedAt: now,
      archive: [],
      partitions: new Map(),
    })
    return {}
  }

  /**
   * Replaces a table as a whole, if it is still at the version that the call names.
   *
   * @throws {AwsError} `ConcurrentModificationException`
   */
  update(input: JsonObject): JsonObject {
    const database = textField(input, 'DatabaseName')
    const next = objectField(input, 'TableInput')
    checkTableInput(next)
    const present = this.get(database, textField(next, 'Name'))
    const expected = optionalText(input, 'VersionId')
    if (expected !== undefined && expected !== String(present.versionId)) {
      throw new AwsError(
        400,
        'ConcurrentModificationException',
        `Update table failed due to concurrent modifications: expected ${expected}, got ${present.versionId}.`,
      )
    }
    const archived = input['SkipArchive'] === true ? [] : [{ ...present, archive: [] }]
    this.#databases.get(database).tables.set(present.name, {
      ...present,
      input: next,
      versionId: present.versionId + 1,
      updatedAt: new Date(),
      archive: [...archived, ...present.archive],
    })
    return {}
  }

  delete(input: JsonObject): JsonObject {
    const database = textField(input, 'DatabaseName')
    const { name } = this.get(database, textField(input, 'Name'))
    this.#databases.get(database).tables.delete(name)
    return {}
  }

  getTable(input: JsonObject): JsonObject {
    const database = this.#databases.get(textField(input, 'DatabaseName'))
    const table = this.get(database.name, textField(input, 'Name'))
    return { Table: describeTable(database, table) }
  }

  getTables(input: JsonObject): JsonObject {
    const database = this.#databases.get(textField(input, 'DatabaseName'))
    const tables = [...database.tables.values()].toSorted((left, right) =>
      left.name < right.name ? -1 : 1,
    )
    const { items, token } = pageOf(tables, input, MOST_TABLES)
    return { TableList: items.map((table) => describeTable(database, table)), NextToken: token }
  }

  getTableVersions(input: JsonObject): JsonObject {
    const database = this.#databases.get(textField(input, 'DatabaseName'))
    const table = this.get(database.name, textField(input, 'TableName'))
    return {
      TableVersions: [table, ...table.archive].map((version) => ({
        Table: describeTable(database, version),
        VersionId: String(version.versionId),
      })),
    }
  }
}

/** Tables of one answer. */
const MOST_TABLES = 100

function describeTable(database: GlueDatabase, table: GlueTable): JsonObject {
  return {
    ...table.input,
    Name: table.name,
    DatabaseName: database.name,
    CatalogId: '123456789012',
    CreateTime: seconds(table.createdAt),
    UpdateTime: seconds(table.updatedAt),
    CreatedBy: 'arn:aws:iam::123456789012:user/fake',
    IsRegisteredWithLakeFormation: false,
    VersionId: String(table.versionId),
  }
}
