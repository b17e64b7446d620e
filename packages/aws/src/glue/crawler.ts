import {
  type Crawler,
  CreateCrawlerCommand,
  type CreateCrawlerRequest,
  GetCrawlerCommand,
  type GlueClient,
  type LastCrawlInfo,
  StartCrawlerCommand,
  UpdateCrawlerCommand,
} from '@aws-sdk/client-glue'
import { AwsError } from '../errors.ts'
import { factsOf } from '../failure-kind.ts'
import { type Pace, Waits } from '../wait.ts'
import { isNotFound } from './glue-calls.ts'

/** A crawler as it is to be. */
export interface CrawlerSettings {
  readonly name: string
  /** Role that the crawler reads as: name or ARN. */
  readonly role: string
  readonly database: string
  /** `s3://bucket/prefix/`, one for each table. */
  readonly paths: readonly string[]
  /** `cron(15 12 * * ? *)`; only when it is asked for when absent. */
  readonly schedule?: string
}

export interface CrawlOptions {
  readonly client: Pick<GlueClient, 'send'>
  readonly crawler: CrawlerSettings
  /** Of all waiting together. */
  readonly deadlineMs?: number
  readonly pace?: Pace
  readonly signal?: AbortSignal
  /** Of a server that stands in for Glue: `COMPLETED` of some is what `SUCCEEDED` is. */
  readonly succeeded?: readonly string[]
}

/** A crawl takes minutes, and may wait for one before it. */
export const DEFAULT_CRAWL_DEADLINE_MS: number = 45 * 60 * 1000

/** What one crawl came to. */
export interface Crawl {
  readonly startedAt: Date
  readonly logStream: string | undefined
}

const CRAWL_PACE: Pace = { firstMs: 5000, mostMs: 30_000 }

/**
 * Makes or changes a crawler, starts it, and waits until *this* crawl is over.
 *
 * A crawl that runs already is waited for, and another one started: it may have begun before all objects
 * were there. Whose crawl it was is told by its start, on the clock of the service.
 *
 * @throws {AwsError} `crawl_failed` with what the crawler says; `crawl_timed_out`; `aborted`
 */
export async function crawl(options: CrawlOptions): Promise<Crawl> {
  const run = new CrawlRun(options)
  await run.ensure()
  return run.crawl()
}

class CrawlRun {
  readonly #options: CrawlOptions
  readonly #waits: Waits
  readonly #endsAtMs: number

  constructor(options: CrawlOptions) {
    this.#options = options
    this.#waits = new Waits(options.pace ?? CRAWL_PACE, options.signal)
    this.#endsAtMs = performance.now() + (options.deadlineMs ?? DEFAULT_CRAWL_DEADLINE_MS)
  }

  /** Brings the crawler to its settings. */
  async ensure(): Promise<void> {
    const { client, crawler } = this.#options
    const wanted = requestOf(crawler)
    for (;;) {
      const present = await this.#get()
      try {
        if (present === undefined) await client.send(new CreateCrawlerCommand(wanted))
        else if (differs(present, crawler)) {
          await this.#ready()
          await client.send(new UpdateCrawlerCommand(wanted))
        }
        return
      } catch (error) {
        if (!isOvertaken(error)) throw error
        await this.#wait()
      }
    }
  }

  async crawl(): Promise<Crawl> {
    const before = await this.#start()
    for (;;) {
      await this.#wait()
      const crawler = await this.#get()
      const last = crawler?.State === 'READY' ? crawler.LastCrawl : undefined
      const startedAt = last?.StartTime
      if (last === undefined || startedAt === undefined || startedAt <= before) continue
      const { succeeded = ['SUCCEEDED'] } = this.#options
      if (!succeeded.includes(last.Status ?? '')) throw this.#failed(last)
      return { startedAt, logStream: last.LogStream }
    }
  }

  /** Starts a crawl once none runs; gives the start of the one before. */
  async #start(): Promise<Date> {
    const { client, crawler } = this.#options
    for (;;) {
      const { LastCrawl: last } = await this.#ready()
      try {
        await client.send(new StartCrawlerCommand({ Name: crawler.name }))
        return last?.StartTime ?? new Date(0)
      } catch (error) {
        if (factsOf(error).name !== 'CrawlerRunningException') throw error
        await this.#wait()
      }
    }
  }

  async #ready(): Promise<Crawler> {
    for (;;) {
      const crawler = await this.#get()
      if (crawler?.State === 'READY') return crawler
      await this.#wait()
    }
  }

  async #get(): Promise<Crawler | undefined> {
    const { client, crawler } = this.#options
    try {
      const { Crawler: present } = await client.send(new GetCrawlerCommand({ Name: crawler.name }))
      return present
    } catch (error) {
      if (isNotFound(error)) return undefined
      throw error
    }
  }

  async #wait(): Promise<void> {
    if (performance.now() > this.#endsAtMs) {
      const { name } = this.#options.crawler
      throw new AwsError(
        'crawl_timed_out',
        `crawler \`${name}\`: is not done in time; the files are published, the table in Glue may be older`,
        { retriable: true, context: { crawler: name } },
      )
    }
    await this.#waits.next()
  }

  #failed(last: LastCrawlInfo): AwsError {
    const { name } = this.#options.crawler
    const { Status: status = 'no status', ErrorMessage: reason = 'it says nothing' } = last
    const { LogGroup: group, LogStream: stream = '' } = last
    const log = group === undefined ? '' : `; its log is ${group} ${stream}`
    return new AwsError('crawl_failed', `crawler \`${name}\`: ${status}: ${reason}${log}`, {
      context: { crawler: name, status },
    })
  }
}

function requestOf(crawler: CrawlerSettings): CreateCrawlerRequest & { readonly Name: string } {
  const { name, role, database, paths, schedule } = crawler
  return {
    Name: name,
    Role: role,
    DatabaseName: database,
    Targets: { S3Targets: paths.map((Path) => ({ Path })) },
    // Columns that a crawl does not find would otherwise be removed, with what is known of them.
    SchemaChangePolicy: { UpdateBehavior: 'UPDATE_IN_DATABASE', DeleteBehavior: 'LOG' },
    Configuration: CONFIGURATION,
    ...(schedule === undefined ? {} : { Schedule: schedule }),
  }
}

/** Files of one path are one table, and partitions have the columns of their table. */
const CONFIGURATION: string = JSON.stringify({
  Version: 1,
  Grouping: { TableGroupingPolicy: 'CombineCompatibleSchemas' },
  CrawlerOutput: { Partitions: { AddOrUpdateBehavior: 'InheritFromTable' } },
})

function differs(present: Crawler, wanted: CrawlerSettings): boolean {
  const paths = (present.Targets?.S3Targets ?? []).map(({ Path }) => Path)
  return (
    present.DatabaseName !== wanted.database ||
    roleName(present.Role) !== roleName(wanted.role) ||
    paths.join('\n') !== wanted.paths.join('\n') ||
    (present.Schedule?.ScheduleExpression ?? '') !== (wanted.schedule ?? '')
  )
}

/** Glue gives a role back by its name, however it was named. */
function roleName(role = ''): string {
  return role.slice(role.lastIndexOf('/') + 1)
}

/** Whether somebody else was first, who wants the same or is busy with it. */
function isOvertaken(error: unknown): boolean {
  const { name } = factsOf(error)
  return (
    name === 'AlreadyExistsException' ||
    name === 'CrawlerRunningException' ||
    name === 'VersionMismatchException'
  )
}
