/** SQL with numbered placeholders (`$1`) and their values: what a Kysely query compiles to. */
export interface SourceQuery {
  readonly sql: string
  readonly parameters: readonly unknown[]
}
