import type { Column, StorageDescriptor, Table, TableInput } from '@aws-sdk/client-glue'
import { hiveType, LoadError, type TableVersion } from '@carmilla/load'
import { projectionOf } from './partition-projection.ts'

/** Parameters of a table that say what this catalog knows of it. */
export const VERSION_PARAMETER = 'carmilla.version'
export const RUN_PARAMETER = 'carmilla.run_id'
export const RECORD_PARAMETER = 'carmilla.record'

/** Longest comment of a column. */
const MOST_COMMENT_CHARACTERS = 255

/** How readers find the partitions of a table. */
export const PARTITION_MODES = ['projection', 'registered'] as const
export type PartitionMode = (typeof PARTITION_MODES)[number]

export interface TableOptions {
  /** `s3://bucket/prefix`, without a `/` at its end. */
  readonly uri: string
  readonly partitions: PartitionMode
  /** Key of the record of the version. */
  readonly record: string
}

/** What a table is called in Glue: in lower case, with `_` for what Athena would want quotes for. */
export function glueTableName(table: string): string {
  return table.toLowerCase().replaceAll(/[^a-z0-9_]/g, '_')
}

/**
 * A table that shows a version, for `CreateTable` or `UpdateTable`.
 *
 * `UpdateTable` replaces everything, so what others have set of the table as it is now is said again:
 * parameters, a description, an owner, and comments of columns that have none of their own.
 *
 * @see https://docs.aws.amazon.com/glue/latest/webapi/API_TableInput.html
 */
export function tableInput(
  version: TableVersion,
  present: Table | undefined,
  options: TableOptions,
): TableInput {
  return {
    Name: glueTableName(version.table),
    ...(present?.Description === undefined ? {} : { Description: present.Description }),
    ...(present?.Owner === undefined ? {} : { Owner: present.Owner }),
    ...(present?.Retention === undefined ? {} : { Retention: present.Retention }),
    TableType: 'EXTERNAL_TABLE',
    Parameters: {
      ...othersParameters(present),
      EXTERNAL: 'TRUE',
      classification: 'parquet',
      typeOfData: 'file',
      recordCount: String(version.rows),
      sizeKey: String(version.bytes),
      objectCount: String(version.files.length),
      [VERSION_PARAMETER]: String(version.version),
      [RUN_PARAMETER]: version.runId,
      [RECORD_PARAMETER]: options.record,
      ...(options.partitions === 'projection' ? projectionOf(version, options.uri) : {}),
    },
    PartitionKeys: version.partitionKeys.map((name) => ({
      Name: name.toLowerCase(),
      Type: 'string',
      ...commentOf(commentIn(present?.PartitionKeys, name)),
    })),
    StorageDescriptor: storageOf(version, `${options.uri}/${version.location}`, present),
  }
}

/** Columns, format and place, of a table or of one of its partitions. */
export function storageOf(
  version: TableVersion,
  location: string,
  present?: Table,
): StorageDescriptor {
  const columns = version.schema.map((field): Column => {
    const comment = field.comment ?? commentIn(present?.StorageDescriptor?.Columns, field.name)
    return { Name: field.name.toLowerCase(), Type: hiveType(field.type), ...commentOf(comment) }
  })
  checkNames(version.table, [...columns.map(({ Name = '' }) => Name), ...version.partitionKeys])
  return {
    Columns: columns,
    Location: location,
    InputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
    OutputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
    SerdeInfo: {
      SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
      Parameters: { 'serialization.format': '1' },
    },
  }
}

/** Those that this catalog does not write itself. */
function othersParameters(present: Table | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(present?.Parameters ?? {}).filter(
      ([name]) => !name.startsWith('projection.') && name !== 'storage.location.template',
    ),
  )
}

function commentIn(columns: readonly Column[] | undefined, name: string): string | undefined {
  return columns?.find((column) => column.Name === name.toLowerCase())?.Comment
}

function commentOf(comment: string | undefined): { readonly Comment?: string } {
  return comment === undefined ? {} : { Comment: comment.slice(0, MOST_COMMENT_CHARACTERS) }
}

/** Glue has names in lower case only: two that differ in case would be one. */
function checkNames(table: string, names: readonly string[]): void {
  const seen = new Set<string>()
  for (const name of names) {
    const lower = name.toLowerCase()
    if (seen.has(lower)) {
      throw new LoadError(
        'schema_invalid',
        `table \`${table}\`: two columns are called \`${lower}\` in Glue, which has no upper case; rename one`,
        { context: { table, column: lower } },
      )
    }
    seen.add(lower)
  }
}
