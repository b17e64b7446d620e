import { DuckDBInstance } from '@duckdb/node-api'

/** A result, as Athena prints it. */
export interface QueryOutput {
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  readonly rows: readonly (readonly (string | null)[])[]
}

/** Runs a query in a database of the given views. */
export async function runQuery(
  sql: string,
  options: { readonly views: readonly string[]; readonly schema: string },
): Promise<QueryOutput> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  try {
    await connection.run("set timezone = 'UTC'")
    for (const view of options.views) await connection.run(view)
    await connection.run(`set schema = '${options.schema.replaceAll("'", "''")}'`)
    const text = sql.trim().replace(/;$/, '')
    const described = await connection.runAndReadAll(`describe ${text}`)
    const columns = described.getRowObjects().map(({ column_name: name, column_type: type }) => ({
      name: String(name),
      duckDbType: String(type),
    }))
    const printed = columns.map(
      ({ duckDbType }, index) => `${printedBy(duckDbType, `c${index}`)} as c${index}`,
    )
    const names = columns.map((_, index) => `c${index}`).join(', ')
    const read = await connection.runAndReadAll(
      `select ${printed.join(', ')} from (${text}) as result(${names})`,
    )
    return {
      columns: columns.map(({ name, duckDbType }) => ({ name, type: athenaType(duckDbType) })),
      rows: read
        .getRows()
        .map((row) => row.map((value) => (value === null ? null : String(value)))),
    }
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

/** Athena has times in milliseconds, and bytes in hexadecimal with blanks between. */
function printedBy(type: string, column: string): string {
  if (type.startsWith('TIMESTAMP')) return `strftime(${column}, '%Y-%m-%d %H:%M:%S.%g')`
  if (type === 'BLOB') return `trim(regexp_replace(lower(hex(${column})), '(..)', '\\1 ', 'g'))`
  return `cast(${column} as varchar)`
}

function athenaType(type: string): string {
  if (type.endsWith('[]')) return 'array'
  const name = /^[A-Z]+/.exec(type)?.[0] ?? type
  return TYPES[name] ?? name.toLowerCase()
}

const TYPES: Readonly<Record<string, string>> = {
  STRUCT: 'row',
  BLOB: 'varbinary',
  HUGEINT: 'decimal',
}
