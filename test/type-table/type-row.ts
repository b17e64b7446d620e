import { modelColumns } from '../../codegen/src/model/model-column.ts'
import { hiveType, parquetType } from '../../packages/load/src/index.ts'
import { defaultRecordType, type RecordType } from '../../packages/transform/src/index.ts'
import { columnsFor, policiesFor } from './column-functions.ts'
import type { TypeSample } from './type-families.ts'
import { unfitValues } from './unfit-values.ts'

/** What becomes of columns of some Postgres types. */
export interface TypeRow {
  /** Markdown. */
  readonly postgres: readonly string[]
  /** The column that `create-model` writes: `decimal(14, 2)`. */
  readonly column: string
  /** What the query casts it to first: `text[]`. */
  readonly cast: string | undefined
  readonly recordType: RecordType
  readonly parquet: string
  readonly hive: string
  /** Values that the column refuses. */
  readonly unfit: readonly string[]
  /** Other columns that hold it. */
  readonly others: readonly OtherColumn[]
  /** What a task may declare where values may change, or be written otherwise. */
  readonly policies: readonly string[]
}

/** A column that a task may declare instead. */
export interface OtherColumn {
  /** As a task declares it. */
  readonly text: string
  readonly recordType: RecordType
}

/** Record types of what `create-model` casts, by their columns. */
const CAST_TYPES: Readonly<Record<string, RecordType>> = {
  'text()': { kind: 'text' },
  'list(text())': { kind: 'list', element: { kind: 'text' } },
}

/** The rows of some types; those that differ by name only share one. */
export function typeRows(samples: readonly TypeSample[]): readonly TypeRow[] {
  const groups = Map.groupBy(samples.map(typeRow), (row) =>
    JSON.stringify({ ...row, postgres: [] }),
  )
  return [...groups.values()].flatMap((rows) => {
    const [first] = rows
    return first ? [{ ...first, postgres: rows.flatMap(({ postgres }) => postgres) }] : []
  })
}

function typeRow({ postgres, source, says, dimensions = 1 }: TypeSample): TypeRow {
  const { text, selection } = modelColumn(postgres, source, dimensions)
  const recordType = defaultRecordType(source, dimensions) ?? CAST_TYPES[text]
  if (recordType === undefined) throw new TypeError(`${postgres}: ${text} is of no known type`)
  return {
    postgres: [says === undefined ? `\`${postgres}\`` : `\`${postgres}\` (${says})`],
    column: text,
    cast: /::([a-z[\]]+)`/.exec(selection)?.[1],
    recordType,
    parquet: parquetType(recordType),
    hive: hiveType(recordType),
    unfit: unfitValues(source, dimensions),
    others: columnsFor(source, dimensions)
      .map((candidate) => ({ text: candidate.text, recordType: candidate.column.type }))
      .filter((candidate) => candidate.text !== text),
    policies: policiesFor(source).map((policy) => policy.text),
  }
}

/** What `create-model` writes of a table that has a column of the type. */
function modelColumn(formattedType: string, type: TypeSample['source'], dimensions: number) {
  const [column] = modelColumns(
    {
      schema: 'public',
      name: 'samples',
      kind: 'table',
      columns: [{ name: 'sample', type, formattedType, nullable: false, dimensions }],
      primaryKey: [],
      uniqueKeys: [],
      foreignKeys: [],
    },
    new Map(),
  )
  if (column === undefined) throw new TypeError(`${formattedType}: no column was made`)
  return { text: column.column.text, selection: column.selection }
}
