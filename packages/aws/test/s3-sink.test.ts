import { createHash, randomBytes } from 'node:crypto'
import { GetObjectTaggingCommand, HeadObjectCommand } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { TemporaryBucket } from './s3-bucket.ts'

const MIB = 1024 * 1024

test('puts a short object at once, when it is closed', async () => {
  await using bucket = await TemporaryBucket.open()
  const { sink } = bucket
  const output = await sink.create('orders/a.json')
  await output.write(Buffer.from('{"a":'))
  await output.write(Buffer.from('1}'))
  expect(bucket.calls()).toEqual([])
  const sha256 = createHash('sha256').update('{"a":1}').digest('hex')
  expect(await output.close()).toEqual({ key: 'orders/a.json', bytes: 7, sha256 })
  expect(bucket.calls()).toEqual(['s3:PutObject'])
  expect(await sink.stat('orders/a.json')).toEqual({ key: 'orders/a.json', bytes: 7 })
  expect(Buffer.from(await sink.read('orders/a.json', 1, 3)).toString()).toBe('"a"')
  expect(sink.uri).toBe('s3://lake/tables')
})

test('sends a long object in parts while it is written', async () => {
  await using bucket = await TemporaryBucket.open({ partBytes: 5 * MIB })
  const bytes = randomBytes(17 * MIB + 3)
  const output = await bucket.sink.create('orders/a.parquet')
  for (let at = 0; at < bytes.length; at += 700_001) {
    const reused = Buffer.from(bytes.subarray(at, at + 700_001))
    await output.write(reused)
    reused.fill(0)
  }
  expect(bucket.calls().filter((call) => call === 's3:UploadPart').length).toBeGreaterThan(1)
  expect(bucket.keys()).toEqual([])
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  expect(await output.close()).toMatchObject({ bytes: bytes.length, sha256 })
  const read = await bucket.sink.read('orders/a.parquet', 0, bytes.length)
  expect(bytes.equals(read)).toBe(true)
  expect(bucket.calls().filter((call) => call === 's3:UploadPart')).toHaveLength(4)
  expect(await bucket.openUploads()).toEqual([])
})

test.each([0, 1, 5 * MIB - 1, 5 * MIB, 5 * MIB + 1, 10 * MIB])(
  'keeps an object of %i bytes',
  async (lengthBytes) => {
    await using bucket = await TemporaryBucket.open({ partBytes: 5 * MIB })
    const bytes = randomBytes(lengthBytes)
    const output = await bucket.sink.create('a')
    await output.write(bytes)
    await output.close()
    expect(await bucket.sink.stat('a')).toEqual({ key: 'a', bytes: lengthBytes })
    expect(bytes.equals(await bucket.sink.read('a', 0, lengthBytes))).toBe(true)
  },
)

test('says of an object what the options say', async () => {
  await using bucket = await TemporaryBucket.open({
    encryption: { kind: 'kms', keyId: 'alias/lake' },
    storageClass: 'STANDARD_IA',
    tags: { owner: 'reporting team' },
    expectedBucketOwner: '123456789012',
    partBytes: 5 * MIB,
  })
  for (const lengthBytes of [1, 6 * MIB]) {
    const key = `${lengthBytes}.parquet`
    const output = await bucket.sink.create(key)
    await output.write(Buffer.alloc(lengthBytes))
    await output.close()
    const place = { Bucket: 'lake', Key: `tables/${key}` }
    expect(await bucket.client.send(new HeadObjectCommand(place))).toMatchObject({
      ServerSideEncryption: 'aws:kms',
      SSEKMSKeyId: 'alias/lake',
      BucketKeyEnabled: true,
      StorageClass: 'STANDARD_IA',
      ContentType: 'application/vnd.apache.parquet',
    })
    const { TagSet } = await bucket.client.send(new GetObjectTaggingCommand(place))
    expect(TagSet).toEqual([{ Key: 'owner', Value: 'reporting team' }])
  }
})

test('refuses a bucket of another account', async () => {
  await using bucket = await TemporaryBucket.open({ expectedBucketOwner: '999999999999' })
  const output = await bucket.sink.create('a')
  await expect(output.close()).rejects.toMatchObject({ code: 'target_not_writable' })
})

test('lets one of two writers of a key win, and leaves nothing of the other', async () => {
  await using bucket = await TemporaryBucket.open({ partBytes: 5 * MIB })
  for (const lengthBytes of [1, 6 * MIB]) {
    const key = `object-${lengthBytes}`
    const writers = [await bucket.sink.create(key), await bucket.sink.create(key)]
    for (const writer of writers) await writer.write(randomBytes(lengthBytes))
    const closed = await Promise.allSettled(writers.map((writer) => writer.close()))
    expect(closed.map((outcome) => outcome.status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const loser = closed.find((outcome) => outcome.status === 'rejected')
    expect(loser?.reason).toMatchObject({
      code: 'object_exists',
      message: `\`s3://lake/tables/${key}\`: exists; objects are never overwritten`,
    })
  }
  expect(await bucket.openUploads()).toEqual([])
})

test('leaves nothing of an object that is given up', async () => {
  await using bucket = await TemporaryBucket.open({ partBytes: 5 * MIB })
  {
    await using output = await bucket.sink.create('a')
    await output.write(Buffer.alloc(12 * MIB))
  }
  expect(bucket.keys()).toEqual([])
  expect(await bucket.openUploads()).toEqual([])
})

test('lists all keys below a prefix, and deletes exactly the named ones', async () => {
  await using bucket = await TemporaryBucket.open()
  const keys = Array.from({ length: 1005 }, (_, index) => `a/${String(index).padStart(4, '0')}`)
  for (const key of [...keys, 'ab', 'b/1']) {
    await using output = await bucket.sink.create(key)
    await output.close()
  }
  expect(await bucket.sink.list('a/')).toEqual(keys)
  await bucket.sink.delete([...keys.slice(1), 'never/was'])
  expect(bucket.keys()).toEqual(['a/0000', 'ab', 'b/1'])
})

test('aborts the uploads of exactly the named keys', async () => {
  await using bucket = await TemporaryBucket.open({ partBytes: 5 * MIB })
  for (const key of ['run-1/a', 'run-1/b', 'run-2/a']) {
    const output = await bucket.sink.create(key)
    await output.write(Buffer.alloc(6 * MIB))
  }
  await bucket.sink.discardUnfinished(['run-1/a', 'run-1/b', 'run-1/c'])
  expect(await bucket.openUploads()).toEqual(['run-2/a'])
})

test.each(['', '/etc/passwd', '../a', 'a//b', './a', 'a/'])('refuses the key %j', async (key) => {
  await using bucket = await TemporaryBucket.open()
  await expect(bucket.sink.create(key)).rejects.toMatchObject({ code: 'write_failed' })
  await expect(bucket.sink.delete([key])).rejects.toMatchObject({ code: 'write_failed' })
})

test('names the permission that is missing', async () => {
  await using bucket = await TemporaryBucket.open()
  bucket.aws.faults.deny('s3:PutObject', 's3:ListBucket')
  const output = await bucket.sink.create('a')
  await expect(output.close()).rejects.toMatchObject({
    code: 'target_not_writable',
    message: expect.stringContaining('the role needs s3:PutObject here; see etl doctor'),
  })
  await expect(bucket.sink.list('a/')).rejects.toThrow('the role needs s3:ListBucket here')
})

test('never reads fewer bytes than asked for', async () => {
  await using bucket = await TemporaryBucket.open()
  const output = await bucket.sink.create('a')
  await output.write(Buffer.from('12345'))
  await output.close()
  await expect(bucket.sink.read('a', 3, 3)).rejects.toMatchObject({ code: 'read_failed' })
  await expect(bucket.sink.read('b', 0, 1)).rejects.toMatchObject({ code: 'object_missing' })
})
