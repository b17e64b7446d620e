/** The schema whose tables are named without it. */
const DEFAULT_SCHEMA = 'public'

/**
 * The name of a table's task, and so of its file and its dataset: the table's own name, with its
 * schema in front unless that is `public`. Never a plural made singular, or the other way round.
 */
export function taskNameOf({
  schema,
  name,
}: {
  readonly schema: string
  readonly name: string
}): string {
  return safeName(schema === DEFAULT_SCHEMA ? name : `${schema}_${name}`)
}

/**
 * A name that every file system and every reader of Parquet takes as it is: lower-case, and `_` for
 * all but `a`–`z` and digits. Accents are dropped; letters that are not Latin become their code
 * point (`u6ce8`), so that two names do not become one.
 */
export function safeName(name: string): string {
  const ascii = name
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll(/[^\p{ASCII}]/gu, (letter) => `u${letter.codePointAt(0)?.toString(16)}`)
  return ascii.replaceAll(/[^a-z0-9_]/g, '_') || '_'
}
