import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'

const SAMPLE_INTERVAL_MS = 4

/** What `pg_stat_activity` has shown of some sessions, at the most. */
export interface SeenActivity {
  /** Sessions at one time. */
  backends: number
  /** Milliseconds that a query had run for. */
  queryMs: number
  /** Milliseconds that a transaction had lasted. */
  transactionMs: number
  /** Age of an xmin, in transactions. */
  xminAge: number
  /** How often a query ran that was not seen before. */
  queries: number
}

/** Looks at the sessions of an `application_name` from a connection of its own, all the time. */
export class ActivitySampler implements AsyncDisposable {
  readonly seen: SeenActivity = {
    backends: 0,
    queryMs: 0,
    transactionMs: 0,
    xminAge: 0,
    queries: 0,
  }
  readonly #client: Client
  readonly #name: string
  readonly #starts = new Set<string>()
  #stopped = false
  #sampling: Promise<void> = Promise.resolve()

  private constructor(client: Client, name: string) {
    this.#client = client
    this.#name = name
  }

  static async start(url: string, applicationName: string): Promise<ActivitySampler> {
    const client = new Client(url)
    await client.connect()
    const sampler = new ActivitySampler(client, applicationName)
    sampler.#sampling = sampler.#sample()
    return sampler
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped = true
    await this.#sampling
    await this.#client.end()
  }

  async #sample(): Promise<void> {
    while (!this.#stopped) {
      const { rows } = await this.#client.query<Record<string, string | null>>({
        text: `
          select pid::text, query_start::text,
            case when state = 'active'
              then date_part('epoch', clock_timestamp() - query_start) * 1000 end::text as query_ms,
            (date_part('epoch', clock_timestamp() - xact_start) * 1000)::text as transaction_ms,
            age(backend_xmin)::text as xmin_age
          from pg_stat_activity
          where application_name = $1 or leader_pid in (
            select pid from pg_stat_activity where application_name = $1)`,
        values: [this.#name],
      })
      const most = (column: string, least: number): number =>
        rows.reduce((greatest, row) => Math.max(greatest, Number(row[column] ?? 0)), least)
      const { seen } = this
      seen.backends = Math.max(seen.backends, rows.length)
      seen.queryMs = most('query_ms', seen.queryMs)
      seen.transactionMs = most('transaction_ms', seen.transactionMs)
      seen.xminAge = most('xmin_age', seen.xminAge)
      for (const { pid, query_start } of rows) this.#starts.add(`${pid} ${query_start}`)
      seen.queries = this.#starts.size
      await sleep(SAMPLE_INTERVAL_MS)
    }
  }
}
