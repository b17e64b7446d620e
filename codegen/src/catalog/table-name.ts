/** The schema whose tables are named without it. */
export const DEFAULT_SCHEMA = 'public'

/** What a table or a type is called. */
export interface QualifiedName {
  readonly schema: string
  readonly name: string
}

/** The name of a table or type as a Kysely query spells it: `orders`, `audit.events`. */
export function nameInQuery({ schema, name }: QualifiedName): string {
  return schema === DEFAULT_SCHEMA ? name : `${schema}.${name}`
}

/** Whether Kysely takes the name of this table as it is; it cuts text at dots, at ` as ` and at blanks. */
export function isNameable({ schema, name }: QualifiedName): boolean {
  return [schema, name].every(
    (part) => !part.includes('.') && !part.includes(' as ') && part.trim() === part,
  )
}
