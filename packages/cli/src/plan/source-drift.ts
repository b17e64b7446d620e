import { dirname } from 'node:path'
import type { ConnectionSettings, SourceQuery } from '@carmilla/extract'
import { tablesInQuery } from './query-tables.ts'

/** Says what has become of the tables of a query since `generated/` was written. */
export type SourceDrift = (query: SourceQuery) => readonly string[]

/**
 * Compares the database with the `generated/` beside a configuration, as `make codegen-check` does;
 * `undefined` where there is none that codegen wrote.
 *
 * @throws {ExtractError} `connection_failed`, `authentication_failed`
 */
export async function sourceDrift(
  configPath: string,
  database: ConnectionSettings,
): Promise<SourceDrift | undefined> {
  // It brings along what writes `generated/`, which no other verb needs.
  const { generatedCatalog, introspect, nameInQuery, openWorkspace, readCatalog, sourceChanges } =
    await import('@carmilla/codegen')
  const before = await generatedCatalog(openWorkspace(dirname(configPath)))
  if (before === undefined) return undefined
  const after = await readCatalog(database, introspect)
  return ({ sql }) => {
    const names = new Set(
      tablesInQuery(sql).map(({ schema = 'public', name }) => nameInQuery({ schema, name })),
    )
    const tables = before.tables.filter((table) => names.has(nameInQuery(table)))
    return sourceChanges(tables, before, after)
  }
}
