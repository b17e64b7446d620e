/** The schema whose tables are named without it. */
export const DEFAULT_SCHEMA = 'public'

interface QualifiedName {
  readonly schema: string
  readonly name: string
}

/** The name of a table or type as a Kysely query spells it: `orders`, `audit.events`. */
export function nameInQuery({ schema, name }: QualifiedName): string {
  return schema === DEFAULT_SCHEMA ? name : `${schema}.${name}`
}

/** Why no Kysely query can name this table, or `undefined` when one can. */
export function reasonToLeaveOut({ schema, name }: QualifiedName): string | undefined {
  const isNameable = [schema, name].every(
    (part) => !part.includes('.') && !part.includes(' as ') && part.trim() === part,
  )
  if (isNameable) return undefined
  return `table ${JSON.stringify(name)} in schema ${JSON.stringify(schema)}: left out, a query cannot name it (dot, " as " or outer blank in its name); give it a view`
}
