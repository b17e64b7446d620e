import { textField } from '../json-fields.ts'
import { JsonService } from '../json-service.ts'
import { GlueDatabases } from './databases.ts'
import { pageOf } from './pages.ts'
import { PartitionCalls } from './partitions.ts'
import { TableCalls } from './tables.ts'

/** Databases of one answer. */
const MOST_DATABASES = 100

/** The Glue Data Catalog. */
export class GlueService extends JsonService {
  readonly databases: GlueDatabases
  readonly tables: TableCalls

  constructor() {
    const databases = new GlueDatabases()
    const tables = new TableCalls(databases)
    const partitions = new PartitionCalls(tables)
    super('glue', {
      CreateDatabase: (input) => databases.create(input),
      UpdateDatabase: (input) => databases.update(input),
      DeleteDatabase: (input) => databases.delete(input),
      GetDatabase: (input) => ({
        Database: databases.describe(databases.get(textField(input, 'Name'))),
      }),
      GetDatabases: (input) => {
        const { items, token } = pageOf(databases.all, input, MOST_DATABASES)
        return {
          DatabaseList: items.map((database) => databases.describe(database)),
          NextToken: token,
        }
      },
      CreateTable: (input) => tables.create(input),
      UpdateTable: (input) => tables.update(input),
      DeleteTable: (input) => tables.delete(input),
      GetTable: (input) => tables.getTable(input),
      GetTables: (input) => tables.getTables(input),
      GetTableVersions: (input) => tables.getTableVersions(input),
      BatchCreatePartition: (input) => partitions.batchCreate(input),
      BatchUpdatePartition: (input) => partitions.batchUpdate(input),
      BatchDeletePartition: (input) => partitions.batchDelete(input),
      GetPartitions: (input) => partitions.getPartitions(input),
    })
    this.databases = databases
    this.tables = tables
  }
}
