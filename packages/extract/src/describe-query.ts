import type { Connection, Submittable } from 'pg'

/** A column as Postgres announces it. */
export interface AnnouncedColumn {
  readonly name: string
  readonly dataTypeID: number
  readonly dataTypeModifier: number
  /** `pg_class.oid` of the table whose column this is; 0 for an expression. */
  readonly tableID: number
  /** `pg_attribute.attnum` of that column. */
  readonly columnID: number
  /** `text` or `binary`; of a statement that does not run yet always `text`. */
  readonly format: string
}

/** Asks for the columns of a statement without running it, through pg. */
export class DescribeQuery implements Submittable {
  /** The columns; undefined for a statement that returns no rows. */
  readonly columns: Promise<readonly AnnouncedColumn[] | undefined>
  readonly #sql: string
  #announced: readonly AnnouncedColumn[] | undefined
  readonly #resolve: (columns: readonly AnnouncedColumn[] | undefined) => void
  readonly #reject: (error: unknown) => void

  constructor(sql: string) {
    const { promise, resolve, reject } = Promise.withResolvers<
      readonly AnnouncedColumn[] | undefined
    >()
    this.#sql = sql
    this.columns = promise
    this.#resolve = resolve
    this.#reject = reject
  }

  /** Called by pg when it is this query's turn. */
  submit(connection: Connection): void {
    connection.parse({ name: '', text: this.#sql, types: [] }, false)
    connection.describe({ type: 'S', name: '' }, false)
    connection.sync()
  }

  /** Called by pg with the columns. */
  handleRowDescription(message: { readonly fields: readonly AnnouncedColumn[] }): void {
    this.#announced = message.fields
  }

  /** Called by pg when the session can take another query. */
  handleReadyForQuery(): void {
    this.#resolve(this.#announced)
  }

  /** Called by pg for an error of the server or of the socket. */
  handleError(error: unknown): void {
    this.#reject(error)
  }
}
