import pg from 'pg'

/** What a run did to the server, as `pg_stat_activity` showed it every 50 ms. */
export interface SourceCost {
  readonly longestQuerySeconds: number
  readonly longestTransactionSeconds: number
  /** The most backends at one time, those that help a parallel query included. */
  readonly backends: number
}

const SAMPLE_EVERY_MS = 50

const SAMPLE = `
  select
    count(*)::integer as backends,
    coalesce(max(extract(epoch from clock_timestamp() - query_start)) filter (where state = 'active'), 0)::float8
      as query,
    coalesce(max(extract(epoch from clock_timestamp() - xact_start)), 0)::float8 as transaction
  from pg_stat_activity
  where datname = current_database() and backend_type in ('client backend', 'parallel worker')
    and pid <> pg_backend_pid() and application_name <> 'carmilla-bench'`

/** Watches a database while something runs. */
export async function watchSource<Result>(
  client: pg.Client,
  run: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly source: SourceCost }> {
  let source: SourceCost = { longestQuerySeconds: 0, longestTransactionSeconds: 0, backends: 0 }
  const ended = new AbortController()
  const watching = (async () => {
    while (!ended.signal.aborted) {
      const { rows } = await client.query<{ backends: number; query: number; transaction: number }>(
        SAMPLE,
      )
      for (const { backends, query, transaction } of rows) {
        source = {
          longestQuerySeconds: Math.max(source.longestQuerySeconds, query),
          longestTransactionSeconds: Math.max(source.longestTransactionSeconds, transaction),
          backends: Math.max(source.backends, backends),
        }
      }
      await new Promise((resolve) => setTimeout(resolve, SAMPLE_EVERY_MS))
    }
  })()
  try {
    const result = await run()
    return { result, source }
  } finally {
    ended.abort()
    await watching
  }
}
