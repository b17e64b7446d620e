import { randomBytes } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import type { Fault } from '@carmilla/fake-aws'
import { type BucketOptions, TemporaryBucket } from './s3-bucket.ts'

const MIB = 1024 * 1024
const PARTS_BYTES = 11 * MIB
const bytes = randomBytes(PARTS_BYTES)

const FAULTS: readonly Fault[] = [
  { kind: 'error', status: 500, code: 'InternalError' },
  { kind: 'error', status: 503, code: 'SlowDown' },
  { kind: 'error', status: 403, code: 'AccessDenied' },
  { kind: 'error', status: 409, code: 'ConditionalRequestConflict' },
  { kind: 'error', status: 412, code: 'PreconditionFailed' },
  { kind: 'reset', when: 'before' },
  { kind: 'reset', when: 'after' },
  { kind: 'silence', when: 'before' },
  { kind: 'silence', when: 'after' },
]

/** Calls that an object of so many bytes takes. */
const OPERATIONS = [
  { operation: 's3:PutObject', lengthBytes: 100 },
  { operation: 's3:CreateMultipartUpload', lengthBytes: PARTS_BYTES },
  { operation: 's3:UploadPart', lengthBytes: PARTS_BYTES },
  { operation: 's3:CompleteMultipartUpload', lengthBytes: PARTS_BYTES },
]

const CASES = OPERATIONS.flatMap((operation) =>
  FAULTS.flatMap((fault) =>
    [1, 9].map((times) => ({ ...operation, fault, times, name: nameOf(fault) })),
  ),
)

let checked = 0

afterAll(() => {
  process.stdout.write(`s3 sink: ${checked} faults\n`)
})

test.each(CASES)(
  '$operation, $name, $times times: the object is there whole, or not at all',
  async ({ operation, lengthBytes, fault, times }) => {
    await using bucket = await TemporaryBucket.open({ partBytes: 5 * MIB, ...patienceFor(fault) })
    bucket.aws.faults.add({ operation, fault, times })
    const wanted = bytes.subarray(0, lengthBytes)
    const output = await bucket.sink.create('a')
    const outcome = await output
      .write(wanted)
      .then(() => output.close())
      .then(
        () => 'closed',
        () => 'failed',
      )
    bucket.aws.faults.clear()
    const isThere = bucket.keys().includes('a')
    // What was told to be there is; and what is there is whole.
    expect(outcome === 'failed' || isThere).toBe(true)
    if (isThere) {
      const read = await bucket.sink.read('a', 0, lengthBytes)
      // oxlint-disable-next-line vitest/no-conditional-expect -- there is nothing to look at otherwise
      expect(wanted.equals(read)).toBe(true)
    }
    // Nothing that is charged for stays behind, once the journal of the run is gone through.
    await bucket.sink.discardUnfinished(['a'])
    expect(await bucket.openUploads()).toEqual([])
    checked++
  },
)

test.each(CASES.filter(({ fault, times }) => isPassing(fault) && times === 1))(
  '$operation, $name, once: goes on',
  async ({ operation, lengthBytes, fault }) => {
    await using bucket = await TemporaryBucket.open({ partBytes: 5 * MIB, ...patienceFor(fault) })
    bucket.aws.faults.add({ operation, fault })
    const output = await bucket.sink.create('a')
    await output.write(bytes.subarray(0, lengthBytes))
    expect(await output.close()).toMatchObject({ bytes: lengthBytes })
    expect(bucket.retries).toHaveLength(1)
  },
)

test('a refusal is not tried again', async () => {
  await using bucket = await TemporaryBucket.open()
  const fault: Fault = { kind: 'error', status: 403, code: 'AccessDenied' }
  bucket.aws.faults.add({ operation: 's3:PutObject', fault })
  const output = await bucket.sink.create('a')
  await expect(output.close()).rejects.toMatchObject({ code: 'target_not_writable' })
  expect(bucket.retries).toEqual([])
})

test('a part that failed fails the next write, not the last', async () => {
  await using bucket = await TemporaryBucket.open({ partBytes: 5 * MIB })
  const fault: Fault = { kind: 'error', status: 403, code: 'AccessDenied' }
  bucket.aws.faults.add({ operation: 's3:UploadPart', fault, times: 9 })
  const output = await bucket.sink.create('a')
  const written = async () => {
    for (let part = 0; part < 20; part++) await output.write(Buffer.alloc(5 * MIB))
  }
  await expect(written()).rejects.toMatchObject({ code: 'target_not_writable' })
  expect(bucket.calls().filter((call) => call === 's3:UploadPart').length).toBeLessThan(5)
})

/** No answer is waited for long when none is to come. */
function patienceFor(fault: Fault): BucketOptions {
  return fault.kind === 'silence' ? { requestTimeoutMs: 1000 } : {}
}

/** Whether another try must succeed. */
function isPassing(fault: Fault): boolean {
  return fault.kind !== 'error' || fault.status >= 500
}

function nameOf(fault: Fault): string {
  if (fault.kind === 'error') return fault.code
  return `${fault.kind} ${fault.when}`
}
