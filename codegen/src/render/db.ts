import type { Catalog } from '../catalog/catalog.ts'
import { nameInQuery } from '../catalog/table-name.ts'
import { GENERATED_HEADER } from './header.ts'
import { inlineObject, propertyKey, quote } from './literal.ts'

/**
 * Prints `generated/db.ts`: the Kysely instance that builds queries and can run none. It knows at run
 * time which columns are personal, so that their values show nothing to the functions of a task.
 */
export function renderDb({ tables }: Pick<Catalog, 'tables'>): string {
  const personal = tables.flatMap((table) => {
    const columns = table.columns.flatMap(({ name, personal: category }) =>
      category === undefined ? [] : [[propertyKey(name), quote(category)] as const],
    )
    if (columns.length === 0) return []
    return `    ${propertyKey(nameInQuery(table))}: ${inlineObject(Object.fromEntries(columns))},\n`
  })
  const isAny = personal.length > 0
  const imported = isAny ? 'classified, queryBuilder' : 'queryBuilder'
  const plugins = `[\n  classified({\n${personal.join('')}  }),\n]`
  return `${GENERATED_HEADER}
import { ${imported} } from '@carmilla/transform'
import type { DB } from './schema.ts'

/** Builds the queries of tasks; it has no connection. */
export const db = queryBuilder<DB>(${isAny ? plugins : ''})
`
}
