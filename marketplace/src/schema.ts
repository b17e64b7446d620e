import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'

/** Where the tables end and indexes, keys, views and comments begin. */
const AFTER_THE_LOAD = '\n-- after the load\n'

/** `schema.sql`, in the two halves between which the rows are loaded. */
export interface Schema {
  /** Statements that create schemas, types and tables. */
  readonly tables: readonly string[]
  /** Statements that are cheaper, or only possible, once the rows are there. */
  readonly afterTheLoad: readonly string[]
  /** SHA-256 of the file, in hexadecimal. */
  readonly digest: string
}

/** Reads `schema.sql` of this package. */
export async function readSchema(): Promise<Schema> {
  const text = await readFile(new URL('../schema.sql', import.meta.url), 'utf8')
  const [tables, afterTheLoad] = text.split(AFTER_THE_LOAD)
  if (tables === undefined || afterTheLoad === undefined) {
    throw new Error('schema.sql: the line `-- after the load` is missing')
  }
  return {
    tables: statements(tables),
    afterTheLoad: statements(afterTheLoad),
    digest: createHash('sha256').update(text).digest('hex'),
  }
}

/** Splits at semicolons that end a line; the file has no function bodies. */
function statements(sql: string): readonly string[] {
  return sql
    .split(/;\n/)
    .map((statement) => statement.trim())
    .filter((statement) => statement.replaceAll(/^--.*$/gm, '').trim() !== '')
}
