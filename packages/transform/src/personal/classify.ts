import type { PersonalCategory } from '@carmilla/extract'

/**
 * What code generation makes of columns that look personal and are not classified. `required`: its
 * check fails. `warn`: it says so. `off`: nothing; no column is personal then, classified or not.
 */
export const PERSONAL_POLICIES = ['required', 'warn', 'off'] as const
export type PersonalPolicy = (typeof PERSONAL_POLICIES)[number]

/** Which columns of a database hold personal data; `none` for one that was looked at and does not. */
export interface PersonalData<DB> {
  readonly policy: PersonalPolicy
  readonly columns: TableClasses<DB>
}

/** Classes by table; each has a name, so that the compiler does not print what it is made of. */
export type TableClasses<DB> = {
  readonly [Table in keyof DB]?: ColumnClasses<DB[Table]>
}

/** Classes by column. */
export type ColumnClasses<Table> = {
  readonly [Column in keyof Table]?: PersonalCategory | 'none'
}

/**
 * Says which columns hold personal data, in `personal-data.ts`. A table or a column that the database
 * does not have is an error at its name.
 *
 * @example
 * export default classify<DB>({
 *   policy: 'required',
 *   columns: { users: { email: 'email', company: 'none' } },
 * })
 */
export function classify<DB>(data: PersonalData<DB>): PersonalData<DB> {
  return data
}
