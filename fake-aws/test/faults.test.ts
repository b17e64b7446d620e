import {
  CreateBucketCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FakeAws, type Fault } from '../src/index.ts'

let aws: FakeAws
let client: S3Client

beforeEach(async () => {
  aws = await FakeAws.start()
  client = new S3Client({
    endpoint: aws.url,
    region: 'us-east-1',
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: aws.credentials,
    requestHandler: { requestTimeout: 300, throwOnRequestTimeout: true },
  })
  await client.send(new CreateBucketCommand({ Bucket: 'lake' }))
  aws.faults.clear()
})

afterEach(async () => {
  await aws[Symbol.asyncDispose]()
})

test('fails the calls that it is told to, and no others', async () => {
  const fault: Fault = { kind: 'error', status: 503, code: 'SlowDown' }
  aws.faults.add({ operation: 's3:PutObject', fault, skip: 1, times: 2 })
  expect(await outcomeOf(put('a'))).toBe('done')
  expect(await outcomeOf(put('b'))).toBe('SlowDown')
  expect(await outcomeOf(head('a'))).toBe('done')
  expect(await outcomeOf(put('b'))).toBe('SlowDown')
  expect(await outcomeOf(put('b'))).toBe('done')
})

test.each([
  { kind: 'reset', when: 'before' },
  { kind: 'silence', when: 'before' },
] as const)('has done nothing: $kind $when', async (fault) => {
  aws.faults.add({ operation: 's3:PutObject', fault })
  expect(await outcomeOf(put('a'))).not.toBe('done')
  expect(await outcomeOf(head('a'))).toBe('NotFound')
})

test.each([
  { kind: 'reset', when: 'after' },
  { kind: 'silence', when: 'after' },
] as const)('has done it, and does not say so: $kind $when', async (fault) => {
  aws.faults.add({ operation: 's3:PutObject', fault })
  expect(await outcomeOf(put('a'))).not.toBe('done')
  expect(await outcomeOf(head('a'))).toBe('done')
})

test('lets something else happen first', async () => {
  const seen: string[] = []
  const run = () => void seen.push('hook')
  aws.faults.add({ operation: '*', fault: { kind: 'hook', when: 'before', run } })
  expect(await outcomeOf(put('a'))).toBe('done')
  expect(seen).toEqual(['hook'])
})

test('denies what a role may not do, by the name of the permission', async () => {
  aws.faults.deny('s3:PutObject')
  expect(await outcomeOf(put('a'))).toBe('AccessDenied')
  expect(await outcomeOf(head('a'))).toBe('NotFound')
})

test('notes every call', async () => {
  await outcomeOf(put('a'))
  await outcomeOf(head('b'))
  expect(aws.faults.calls.map(({ operation, resource }) => [operation, resource])).toEqual([
    ['s3:PutObject', 'lake/a'],
    ['s3:HeadObject', 'lake/b'],
  ])
})

function put(key: string): Promise<unknown> {
  return client.send(new PutObjectCommand({ Bucket: 'lake', Key: key, Body: 'x' }))
}

function head(key: string): Promise<unknown> {
  return client.send(new HeadObjectCommand({ Bucket: 'lake', Key: key }))
}

async function outcomeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'done',
    (error: unknown) => (error instanceof Error ? error.name : String(error)),
  )
}
