import { textField } from '../json-fields.ts'
import { JsonService } from '../json-service.ts'
import type { Buckets } from '../s3/buckets.ts'
import { crawlPaths } from './crawl-paths.ts'
import { CrawlerCalls } from './crawlers.ts'
import { GlueDatabases } from './databases.ts'
import { pageOf } from './pages.ts'
import { PartitionCalls } from './partitions.ts'
import { TableCalls } from './tables.ts'

/** Databases of one answer. */
const MOST_DATABASES = 100

/** The Glue Data Catalog, and crawlers. */
export class GlueService extends JsonService {
  readonly databases: GlueDatabases
  readonly tables: TableCalls
  readonly crawlers: CrawlerCalls

  /** @param buckets - that crawlers look at. */
  constructor(buckets: Buckets) {
    const databases = new GlueDatabases()
    const tables = new TableCalls(databases)
    const partitions = new PartitionCalls(tables)
    const crawlers = new CrawlerCalls((database, paths) =>
      crawlPaths({ databases, tables, buckets }, database, paths),
    )
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
      CreateCrawler: (input) => crawlers.create(input),
      UpdateCrawler: (input) => crawlers.update(input),
      StartCrawler: (input) => crawlers.start(input),
      GetCrawler: (input) => crawlers.get(input),
    })
    this.databases = databases
    this.tables = tables
    this.crawlers = crawlers
  }
}
