import { GlueClient, UpdateCrawlerCommand } from '@aws-sdk/client-glue'
import { FakeAws } from '@carmilla/fake-aws'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { crawl, type CrawlerSettings, type CrawlOptions, GlueCalls } from '../src/index.ts'

const CRAWLER: CrawlerSettings = {
  name: 'orders',
  role: 'arn:aws:iam::123456789012:role/crawler',
  database: 'reporting',
  paths: ['s3://lake/tables/orders/'],
}

let aws: FakeAws
let client: GlueClient

beforeEach(async () => {
  aws = await FakeAws.start()
  aws.s3.buckets.create('lake', 'us-east-1')
  client = new GlueClient({
    endpoint: aws.url,
    region: 'us-east-1',
    credentials: aws.credentials,
    maxAttempts: 1,
  })
  await new GlueCalls(client, 'reporting').createDatabase()
})

afterEach(async () => {
  client.destroy()
  await aws[Symbol.asyncDispose]()
})

test('makes a crawler, starts it, and waits for its crawl', async () => {
  const { startedAt } = await run()
  expect(startedAt.getTime()).toBeGreaterThan(Date.now() - 60_000)
  expect(starts()).toBe(1)
  await run()
  expect(starts()).toBe(2)
  expect(calls('glue:UpdateCrawler')).toBe(0)
})

test('changes a crawler that is not as it should be', async () => {
  await run()
  await run({ crawler: { ...CRAWLER, schedule: 'cron(15 12 * * ? *)' } })
  expect(calls('glue:UpdateCrawler')).toBe(1)
})

test('waits for a crawl that runs already, and starts another', async () => {
  await run()
  const other = run()
  const own = run()
  const crawls = await Promise.all([other, own])
  expect(new Set(crawls.map(({ startedAt }) => startedAt.getTime())).size).toBe(2)
})

test('says why a crawl failed', async () => {
  aws.glue.crawlers.decide({ status: 'FAILED', message: 'Access denied on s3://lake' })
  await expect(run()).rejects.toMatchObject({
    code: 'crawl_failed',
    message:
      'crawler `orders`: FAILED: Access denied on s3://lake; its log is /aws-glue/crawlers orders',
  })
})

test('does not take a crawl that was cancelled for one that succeeded', async () => {
  aws.glue.crawlers.decide({ status: 'CANCELLED' })
  await expect(run()).rejects.toMatchObject({ code: 'crawl_failed' })
})

test('gives up at its deadline', async () => {
  await expect(run({ deadlineMs: 0 })).rejects.toMatchObject({ code: 'crawl_timed_out' })
})

test('stops waiting when it is told to', async () => {
  const signal = AbortSignal.timeout(20)
  const pace = { firstMs: 10_000, mostMs: 10_000 }
  await expect(run({ signal, pace })).rejects.toMatchObject({ code: 'aborted' })
})

test('is not told by a change of the crawler alone that a crawl is over', async () => {
  await run()
  await client.send(new UpdateCrawlerCommand({ Name: 'orders', Description: 'another' }))
  const { startedAt } = await run()
  expect(startedAt.getTime()).toBeLessThanOrEqual(Date.now())
  expect(starts()).toBe(2)
})

function run(options: Partial<CrawlOptions> = {}) {
  return crawl({ client, crawler: CRAWLER, pace: { firstMs: 2, mostMs: 5 }, ...options })
}

function starts(): number {
  return calls('glue:StartCrawler')
}

function calls(operation: string): number {
  return aws.faults.calls.filter((call) => call.operation === operation).length
}
