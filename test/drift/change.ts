/** A change of the database, and who must notice it. */
export interface Change {
  readonly change: string
  readonly sql: string
  /** Where the compiler must stop; nowhere when every task outlives the change. */
  readonly faults?: readonly Fault[]
  /** What `codegen generate --check` must say; nothing when it makes no difference to any task. */
  readonly differences?: readonly string[]
}

/** Where the compiler stops, and what it says there. */
export type Fault = readonly [task: string, line: string, sentence: string]

/**
 * Changes that are made to one database, one after the other, generated once and compiled once. None
 * of them may touch what another one of them makes a sentence about.
 */
export interface Round {
  readonly round: string
  readonly changes: readonly Change[]
}

/** What is said of a column that looks personal and that `personal-data.ts` does not have. */
export function looksPersonal(column: string, category: string): string {
  return `${column}: looks personal (${category}) and is not classified; add it to personal-data.ts, as 'none' if it is not`
}
