import { spawnSync } from 'node:child_process'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ParquetWriter } from '../../packages/load/src/index.ts'
import type { RecordSchema } from '../../packages/transform/src/index.ts'
import { DuckDb } from '../oracle/duckdb.ts'

/** What readers call the columns of a file that has them, in their order. */
export interface MeasuredTypes {
  readonly duckdb: readonly string[]
  /** Absent where there is no Python with pyarrow. */
  readonly pyarrow?: readonly string[]
}

const SHOW_SCHEMA = `
import json, re, sys
import pyarrow.parquet
schema = pyarrow.parquet.read_schema(sys.argv[1])
# A map shows the name of its column too.
print(json.dumps([re.sub(r" \\('\\w+'\\)", "", str(field.type)) for field in schema]))`

/** Writes a file without rows and asks readers what is in it. */
export async function measureTypes(schema: RecordSchema): Promise<MeasuredTypes> {
  const folder = await mkdtemp(join(tmpdir(), 'type-table-'))
  try {
    const path = join(folder, 'types.parquet')
    await writeEmptyFile(path, schema)
    using duckdb = await DuckDb.open()
    const columns = await duckdb.columns([path])
    const pyarrow = askPyarrow(path)
    return { duckdb: columns.map(({ type }) => type), ...(pyarrow && { pyarrow }) }
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function writeEmptyFile(path: string, schema: RecordSchema): Promise<void> {
  await using file = await open(path, 'w')
  const output = {
    write: async (bytes: Uint8Array): Promise<void> => {
      await file.writeFile(bytes)
    },
  }
  await new ParquetWriter({ schema, output }).close()
}

/** CARMILLA_PYTHON, or `python3` of the PATH. */
function askPyarrow(path: string): readonly string[] | undefined {
  const python = process.env['CARMILLA_PYTHON'] ?? 'python3'
  const { status, stdout } = spawnSync(python, ['-c', SHOW_SCHEMA, path], { encoding: 'utf8' })
  if (status !== 0) return undefined
  const types: unknown = JSON.parse(stdout)
  return Array.isArray(types) ? types.map(String) : undefined
}
