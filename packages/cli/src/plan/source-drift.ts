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
 * @throws {CodegenError} `invalid_personal_data`
 */
export async function sourceDrift(
  configPath: string,
  database: ConnectionSettings,
): Promise<SourceDrift | undefined> {
  // It brings along what writes `generated/`, which no other verb needs.
  const codegen = await import('@carmilla/codegen')
  const { nameInQuery, sourceChanges } = codegen
  const workspace = codegen.openWorkspace(dirname(configPath))
  const before = await codegen.generatedCatalog(workspace)
  if (before === undefined) return undefined
  const personalData = await codegen.readPersonalData(workspace)
  const found = await codegen.readCatalog(database, codegen.introspect)
  const after = codegen.classifyCatalog(found, personalData)
  return ({ sql }) => {
    const names = new Set(
      tablesInQuery(sql).map(({ schema = 'public', name }) => nameInQuery({ schema, name })),
    )
    const tables = before.tables.filter((table) => names.has(nameInQuery(table)))
    return sourceChanges(tables, before, after)
  }
}
