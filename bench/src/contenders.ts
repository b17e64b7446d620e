import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** A command line that reads one of the tables. */
export interface Contender {
  readonly name: string
  readonly table: 'narrow' | 'wide'
  /** Rows that the command reads. */
  readonly rows: number
  readonly command: readonly string[]
}

/** Rows that the naive pipeline reads: it is too slow for all of them. */
const NAIVE_ROWS = { narrow: 200_000, wide: 50_000 }

const MILLION_ROWS = 1_000_000

/** All contenders that this machine can run; prints why one is left out. */
export async function contenders(options: {
  readonly url: string
  readonly outFolder: string
  readonly narrowRows: number
  readonly wideRows: number
}): Promise<readonly Contender[]> {
  const { narrowRows, wideRows } = options
  const node = [process.execPath, '--conditions=source']
  const etl = [...node, '../packages/cli/src/main.ts', 'run', '--json']
  const naive = [...node, 'src/naive.ts']
  const file = `${options.outFolder}naive.parquet`
  return [
    ...(await psqlCopies(options)),
    { name: 'carmilla', table: 'narrow', rows: narrowRows, command: [...etl, 'narrow'] },
    {
      name: 'carmilla, 1 M rows',
      table: 'narrow',
      rows: MILLION_ROWS,
      command: [...etl, 'narrow_million'],
    },
    {
      name: 'kysely + parquetjs',
      table: 'narrow',
      rows: NAIVE_ROWS.narrow,
      command: [...naive, 'narrow', String(NAIVE_ROWS.narrow), file],
    },
    { name: 'carmilla', table: 'wide', rows: wideRows, command: [...etl, 'wide'] },
    {
      name: 'kysely + parquetjs',
      table: 'wide',
      rows: NAIVE_ROWS.wide,
      command: [...naive, 'wide', String(NAIVE_ROWS.wide), file],
    },
  ]
}

/** The limit: Postgres hands the rows over as fast as it can, and they are thrown away. */
async function psqlCopies({
  url,
  narrowRows,
  wideRows,
}: {
  readonly url: string
  readonly narrowRows: number
  readonly wideRows: number
}): Promise<readonly Contender[]> {
  const found = await promisify(execFile)('psql', ['--version']).then(
    () => true,
    () => false,
  )
  if (!found) {
    process.stderr.write('psql is not installed: its COPY is left out\n')
    return []
  }
  const copy = (table: string): string[] => [
    'psql',
    '--no-psqlrc',
    '--command',
    `copy ${table} to stdout (format binary)`,
    url,
  ]
  return [
    { name: 'psql COPY BINARY', table: 'narrow', rows: narrowRows, command: copy('narrow') },
    { name: 'psql COPY BINARY', table: 'wide', rows: wideRows, command: copy('wide') },
  ]
}
