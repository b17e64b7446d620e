import {
  DummyDriver,
  Kysely,
  type KyselyPlugin,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely'

/**
 * A Kysely instance that builds queries of Postgres and can run none: it has no connection. It is the
 * Kysely that this package has loaded already; a file that imports `kysely` itself loads all of it.
 *
 * @param plugins - change the queries that are built, as `classified` does.
 */
export function queryBuilder<DB>(plugins: readonly KyselyPlugin[] = []): Kysely<DB> {
  return new Kysely<DB>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (database) => new PostgresIntrospector(database),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    plugins: [...plugins],
  })
}
