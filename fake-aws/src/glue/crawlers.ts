import { AwsError } from '../aws-error.ts'
import {
  isJsonObject,
  type JsonObject,
  objectsField,
  optionalText,
  textField,
} from '../json-fields.ts'
import { seconds } from './databases.ts'
import { alreadyExists, notFound } from './glue-rules.ts'

/** Looks at what lies below paths, and makes tables of it. */
export type Crawl = (database: string, paths: readonly string[]) => Promise<void>

/** How the next crawl ends. */
export interface CrawlOutcome {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'CANCELLED'
  readonly message?: string
}

interface GlueCrawler {
  input: JsonObject
  state: 'READY' | 'RUNNING' | 'STOPPING'
  /** Looks at it until its crawl is over. */
  looks: number
  lastCrawl: JsonObject | undefined
  version: number
}

/** Looks at a crawler that runs until it is done: a clock that tests need not wait for. */
const LOOKS_OF_A_CRAWL = 3

/** Crawlers: one crawl at a time of each, which ends some looks after it was started. */
export class CrawlerCalls {
  readonly #crawl: Crawl
  readonly #byName = new Map<string, GlueCrawler>()
  readonly #outcomes: CrawlOutcome[] = []

  constructor(crawl: Crawl) {
    this.#crawl = crawl
  }

  /** Decides how a coming crawl ends; those that nothing is decided of succeed. */
  decide(outcome: CrawlOutcome): void {
    this.#outcomes.push(outcome)
  }

  create(input: JsonObject): JsonObject {
    const name = textField(input, 'Name')
    if (this.#byName.has(name)) throw alreadyExists(`Crawler ${name}`)
    this.#byName.set(name, { input, state: 'READY', looks: 0, lastCrawl: undefined, version: 1 })
    return {}
  }

  update(input: JsonObject): JsonObject {
    const crawler = this.#get(input)
    if (crawler.state !== 'READY') throw running(textField(input, 'Name'))
    crawler.input = { ...crawler.input, ...input }
    crawler.version++
    return {}
  }

  start(input: JsonObject): JsonObject {
    const crawler = this.#get(input)
    if (crawler.state !== 'READY') throw running(textField(input, 'Name'))
    crawler.state = 'RUNNING'
    crawler.looks = LOOKS_OF_A_CRAWL
    return {}
  }

  async get(input: JsonObject): Promise<JsonObject> {
    const crawler = this.#get(input)
    if (crawler.state === 'RUNNING' && --crawler.looks === 0) await this.#end(crawler)
    const { Targets, Role, Schedule, ...rest } = crawler.input
    return {
      Crawler: {
        ...rest,
        Role: String(Role).slice(String(Role).lastIndexOf('/') + 1),
        Targets: isJsonObject(Targets) ? Targets : {},
        ...(Schedule === undefined ? {} : { Schedule: { ScheduleExpression: Schedule } }),
        State: crawler.state,
        Version: crawler.version,
        ...(crawler.lastCrawl === undefined ? {} : { LastCrawl: crawler.lastCrawl }),
      },
    }
  }

  async #end(crawler: GlueCrawler): Promise<void> {
    const { status, message } = this.#outcomes.shift() ?? { status: 'SUCCEEDED' as const }
    if (status === 'SUCCEEDED') {
      const { Targets: targets } = crawler.input
      const paths = isJsonObject(targets) ? objectsField(targets, 'S3Targets') : []
      await this.#crawl(
        textField(crawler.input, 'DatabaseName'),
        paths.map((path) => optionalText(path, 'Path') ?? ''),
      )
    }
    crawler.state = 'READY'
    crawler.lastCrawl = {
      Status: status,
      StartTime: seconds(new Date()),
      LogGroup: '/aws-glue/crawlers',
      LogStream: textField(crawler.input, 'Name'),
      ...(message === undefined ? {} : { ErrorMessage: message }),
    }
  }

  #get(input: JsonObject): GlueCrawler {
    const name = textField(input, 'Name')
    const crawler = this.#byName.get(name)
    if (crawler !== undefined) return crawler
    throw notFound(`Crawler ${name}`)
  }
}

function running(name: string): AwsError {
  return new AwsError(400, 'CrawlerRunningException', `Crawler ${name} is running.`)
}
