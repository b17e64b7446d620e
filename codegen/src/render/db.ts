import { GENERATED_HEADER } from './header.ts'

/** Prints `generated/db.ts`: a Kysely instance that builds queries and can run none. */
export function renderDb(): string {
  return `${GENERATED_HEADER}
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely'
import type { DB } from './schema.ts'

/** Builds the queries of tasks; it has no connection. */
export const db = new Kysely<DB>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (database) => new PostgresIntrospector(database),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})
`
}
