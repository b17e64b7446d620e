import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { crc32 } from 'node:zlib'
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketEncryptionCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutBucketEncryptionCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
  S3ServiceException,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { beforeEach, expect, test } from 'vitest'

/** A server that says that it is S3, and an empty bucket on it. */
export interface S3Server {
  readonly client: S3Client
  readonly bucket: string
  /** The same server, asked with a wrong secret. */
  readonly impostor: S3Client
}

const MIB = 1024 * 1024
const small = randomBytes(1000)
const data = randomBytes(100_000)
const wholePart = randomBytes(5 * MIB)
const odd = "odd/dt=2024-01-01/país=é/part 0+%&;@,'()!*~.parquet"

/**
 * What S3 does, as tests: whoever stands in for it is to do the same.
 *
 * @param differences - why a server does not, by the name of the test.
 */
export function testS3(
  server: () => S3Server,
  differences: Readonly<Record<string, string>> = {},
): void {
  beforeEach(({ task, skip }) => {
    const reason = differences[task.name]
    if (reason !== undefined) skip(reason)
  })
  test('keeps the bytes of a body, and names them by their MD5', async () => {
    const s3 = new Bucket(server())
    const { ETag } = await s3.put('plain', data)
    expect(ETag).toBe(`"${createHash('md5').update(data).digest('hex')}"`)
    expect(await s3.body('plain')).toEqual(data)
  })
  test('gives back the CRC32 that a body came with', async () => {
    const s3 = new Bucket(server())
    expect((await s3.put('crc', data)).ChecksumCRC32).toBe(crcText(data))
    const head = await s3.client.send(
      new HeadObjectCommand({ ...s3.at('crc'), ChecksumMode: 'ENABLED' }),
    )
    expect(head.ChecksumCRC32).toBe(crcText(data))
  })
  test('takes a stream in chunks with a trailer', async () => {
    const s3 = new Bucket(server())
    const Body = Readable.from([data.subarray(0, 60_000), data.subarray(60_000)])
    await s3.put('stream', Body, { ContentLength: data.length })
    expect(await s3.body('stream')).toEqual(data)
    const head = await s3.client.send(new HeadObjectCommand(s3.at('stream')))
    expect(head.ContentEncoding).toBeUndefined()
  })
  test('refuses a body that is not what its checksum says', async () => {
    const s3 = new Bucket(server())
    expect((await refusal(s3.put('bad', data, { ChecksumCRC32: 'AAAAAA==' })))[0]).toBe(400)
    expect(
      (await refusal(s3.put('bad', data, { ContentMD5: '1B2M2Y8AsgTpgAmY7PhCfg==' })))[0],
    ).toBe(400)
    expect((await refusal(s3.client.send(new HeadObjectCommand(s3.at('bad')))))[0]).toBe(404)
  })
  test('reads ranges, from the end too', async () => {
    const s3 = new Bucket(server())
    await s3.put('range', data)
    const middle = await s3.client.send(
      new GetObjectCommand({ ...s3.at('range'), Range: 'bytes=10-19' }),
    )
    expect(middle.ContentRange).toBe(`bytes 10-19/${data.length}`)
    expect(await bytesOf(middle.Body)).toEqual(data.subarray(10, 20))
    const tail = await s3.client.send(
      new GetObjectCommand({ ...s3.at('range'), Range: 'bytes=-8' }),
    )
    expect(await bytesOf(tail.Body)).toEqual(data.subarray(-8))
  })
  test('writes with If-None-Match only where nothing is', async () => {
    const s3 = new Bucket(server())
    await s3.put('once', 'first', { IfNoneMatch: '*' })
    expect(await refusal(s3.put('once', 'second', { IfNoneMatch: '*' }))).toEqual([
      412,
      'PreconditionFailed',
    ])
    expect((await s3.body('once')).toString()).toBe('first')
  })
  test('lets exactly one of several writers with If-None-Match win', async () => {
    const s3 = new Bucket(server())
    const writers = Array.from({ length: 8 }, (_, index) =>
      s3.put('race', String(index), { IfNoneMatch: '*' }),
    )
    const results = await Promise.allSettled(writers)
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })
  test('replaces with If-Match only what was seen', async () => {
    const s3 = new Bucket(server())
    const { ETag } = await s3.put('swap', 'first')
    expect(await refusal(s3.put('swap', 'second', { IfMatch: '"deadbeef"' }))).toEqual([
      412,
      'PreconditionFailed',
    ])
    await s3.put('swap', 'third', { IfMatch: ETag })
    expect((await s3.body('swap')).toString()).toBe('third')
  })
  test('keeps encryption, type, class, metadata and tags', async () => {
    const s3 = new Bucket(server())
    const key = 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab'
    await s3.put('facts', small, {
      ServerSideEncryption: 'AES256',
      ContentType: 'application/vnd.apache.parquet',
      StorageClass: 'STANDARD_IA',
      Metadata: { run: '1' },
      Tagging: 'owner=reporting',
    })
    const head = await s3.client.send(new HeadObjectCommand(s3.at('facts')))
    expect(head.ServerSideEncryption).toBe('AES256')
    expect(head.ContentType).toBe('application/vnd.apache.parquet')
    expect(head.StorageClass).toBe('STANDARD_IA')
    expect(head.Metadata).toEqual({ run: '1' })
    const { TagSet } = await s3.client.send(new GetObjectTaggingCommand(s3.at('facts')))
    expect(TagSet).toEqual([{ Key: 'owner', Value: 'reporting' }])
    await s3.put('kms', small, { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: key })
    const kms = await s3.client.send(new HeadObjectCommand(s3.at('kms')))
    expect(kms).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: key })
  })
  test('copies, if the source is the one that was seen', async () => {
    const s3 = new Bucket(server())
    await s3.put('source', data)
    await s3.client.send(
      new CopyObjectCommand({ ...s3.at('copy'), CopySource: `${s3.bucket}/source` }),
    )
    expect(await s3.body('copy')).toEqual(data)
    const other = { ...s3.at('copy2'), CopySource: `${s3.bucket}/source` }
    expect(
      (
        await refusal(s3.client.send(new CopyObjectCommand({ ...other, CopySourceIfMatch: '"x"' })))
      )[0],
    ).toBe(412)
  })
  test('takes keys with any characters', async () => {
    const s3 = new Bucket(server())
    await s3.put(odd, 'odd')
    expect((await s3.body(odd)).toString()).toBe('odd')
    const listed = await s3.client.send(
      new ListObjectsV2Command({ Bucket: s3.bucket, Prefix: 'odd/dt=2024-01-01/' }),
    )
    expect(listed.Contents?.map(({ Key }) => Key)).toEqual([odd])
    await s3.client.send(
      new CopyObjectCommand({
        ...s3.at(`${odd}2`),
        CopySource: `${s3.bucket}/${odd.split('/').map(encodeURIComponent).join('/')}`,
      }),
    )
    expect((await s3.body(`${odd}2`)).toString()).toBe('odd')
  })
  test('lists in pages, in the order of the bytes, and by folder', async () => {
    const s3 = new Bucket(server())
    const keys = Array.from(
      { length: 25 },
      (_, index) => `list/${String(index).padStart(3, '0')}${index % 5 === 0 ? '/x' : ''}`,
    )
    await Promise.all(keys.map((key) => s3.put(key, 'x')))
    const found: (string | undefined)[] = []
    let token: string | undefined
    let pages = 0
    do {
      const page = await s3.client.send(
        new ListObjectsV2Command({
          Bucket: s3.bucket,
          Prefix: 'list/',
          MaxKeys: 10,
          ContinuationToken: token,
        }),
      )
      found.push(...(page.Contents ?? []).map(({ Key }) => Key))
      token = page.NextContinuationToken
      pages++
    } while (token !== undefined)
    expect(pages).toBe(3)
    expect(found).toEqual(keys.toSorted())
    const folders = await s3.client.send(
      new ListObjectsV2Command({ Bucket: s3.bucket, Prefix: 'list/', Delimiter: '/' }),
    )
    expect(folders.CommonPrefixes).toHaveLength(5)
    expect(folders.Contents).toHaveLength(20)
    const later = await s3.client.send(
      new ListObjectsV2Command({ Bucket: s3.bucket, Prefix: 'list/', StartAfter: 'list/020' }),
    )
    expect(later.Contents?.[0]?.Key).toBe('list/020/x')
  })
  test('has an object and others below the same key', async () => {
    const s3 = new Bucket(server())
    await s3.put('both', '1')
    await s3.put('both/below', '2')
    expect((await s3.body('both')).toString()).toBe('1')
  })
  test('uploads a stream in parts', async () => {
    const s3 = new Bucket(server())
    const big = randomBytes(12 * MIB + 7)
    const pieces = function* () {
      for (let at = 0; at < big.length; at += 65_536) yield big.subarray(at, at + 65_536)
    }
    const params = { ...s3.at('big'), Body: Readable.from(pieces()) }
    const upload = new Upload({ client: s3.client, params, partSize: 5 * MIB, queueSize: 3 })
    expect((await upload.done()).ETag).toMatch(/-3"$/)
    expect((await s3.body('big')).equals(big)).toBe(true)
  })
  test('shows an upload to who lists uploads only, until it is completed', async () => {
    const s3 = new Bucket(server())
    const upload = await s3.upload('hidden', [wholePart, small])
    const parts = await s3.client.send(new ListPartsCommand(upload))
    expect(parts.Parts?.map(({ Size }) => Size)).toEqual([wholePart.length, small.length])
    expect(await s3.uploadIds()).toContain(upload.UploadId)
    expect((await refusal(s3.client.send(new HeadObjectCommand(s3.at('hidden')))))[0]).toBe(404)
    await s3.client.send(new CompleteMultipartUploadCommand(upload))
    expect(await s3.uploadIds()).not.toContain(upload.UploadId)
    expect((await s3.body('hidden')).equals(Buffer.concat([wholePart, small]))).toBe(true)
  })
  test('forgets an upload that is aborted', async () => {
    const s3 = new Bucket(server())
    const upload = await s3.upload('aborted', [small])
    await s3.client.send(new AbortMultipartUploadCommand(upload))
    expect(await s3.uploadIds()).not.toContain(upload.UploadId)
    const late = { ...upload, PartNumber: 2, Body: small }
    expect(await refusal(s3.client.send(new UploadPartCommand(late)))).toEqual([
      404,
      'NoSuchUpload',
    ])
  })
  test('refuses to complete an upload with wrong parts', async () => {
    const s3 = new Bucket(server())
    const tooSmall = await s3.upload('parts-small', [small, small])
    expect(await refusal(complete(s3, tooSmall))).toEqual([400, 'EntityTooSmall'])
    const wrong = await s3.upload('parts-wrong', [wholePart, small])
    const [first, second] = wrong.MultipartUpload.Parts
    const swapped = { ...wrong, MultipartUpload: { Parts: [second ?? {}, first ?? {}] } }
    expect(await refusal(complete(s3, swapped))).toEqual([400, 'InvalidPartOrder'])
    const other = { PartNumber: 1, ETag: `"${'0'.repeat(32)}"` }
    expect(await refusal(complete(s3, { ...wrong, MultipartUpload: { Parts: [other] } }))).toEqual([
      400,
      'InvalidPart',
    ])
  })
  test('completes with If-None-Match only where nothing is', async () => {
    const s3 = new Bucket(server())
    await s3.put('taken', 'first')
    const upload = await s3.upload('taken', [wholePart])
    const conditional = { ...upload, IfNoneMatch: '*' }
    expect(await refusal(complete(s3, conditional))).toEqual([412, 'PreconditionFailed'])
    expect((await s3.body('taken')).toString()).toBe('first')
  })
  test('makes an object of the parts that are named, and no others', async () => {
    const s3 = new Bucket(server())
    const upload = await s3.upload('fewer', [wholePart, small])
    const Parts = upload.MultipartUpload.Parts.slice(0, 1)
    await complete(s3, { ...upload, MultipartUpload: { Parts } })
    expect(await s3.body('fewer')).toHaveLength(wholePart.length)
  })
  test('copies a range of an object as a part', async () => {
    const s3 = new Bucket(server())
    await s3.put('part-source', wholePart)
    const { UploadId } = await s3.client.send(new CreateMultipartUploadCommand(s3.at('from-part')))
    const copied = await s3.client.send(
      new UploadPartCopyCommand({
        ...s3.at('from-part'),
        UploadId,
        PartNumber: 1,
        CopySource: `${s3.bucket}/part-source`,
        CopySourceRange: 'bytes=0-99',
      }),
    )
    const Parts = [{ PartNumber: 1, ETag: copied.CopyPartResult?.ETag }]
    await complete(s3, { ...s3.at('from-part'), UploadId, MultipartUpload: { Parts } })
    expect(await s3.body('from-part')).toEqual(wholePart.subarray(0, 100))
  })
  test('deletes many keys at once, and does not mind those that are not there', async () => {
    const s3 = new Bucket(server())
    await s3.put('gone', 'x')
    const Objects = [{ Key: 'gone' }, { Key: 'never' }]
    const { Deleted } = await s3.client.send(
      new DeleteObjectsCommand({ Bucket: s3.bucket, Delete: { Objects } }),
    )
    expect(Deleted).toHaveLength(2)
    expect((await refusal(s3.client.send(new HeadObjectCommand(s3.at('gone')))))[0]).toBe(404)
    await s3.client.send(new DeleteObjectCommand(s3.at('never')))
  })
  test('names what is missing', async () => {
    const s3 = new Bucket(server())
    expect(await refusal(s3.client.send(new GetObjectCommand(s3.at('never'))))).toEqual([
      404,
      'NoSuchKey',
    ])
    const elsewhere = { Bucket: `${s3.bucket}-none`, Key: 'x' }
    expect(await refusal(s3.client.send(new GetObjectCommand(elsewhere)))).toEqual([
      404,
      'NoSuchBucket',
    ])
    expect(
      (await refusal(s3.client.send(new HeadBucketCommand({ Bucket: elsewhere.Bucket }))))[0],
    ).toBe(404)
  })
  test('refuses whoever signs with another secret', async () => {
    const s3 = new Bucket(server())
    const call = new PutObjectCommand({ ...s3.at('forged'), Body: 'x' })
    expect(await refusal(s3.impostor.send(call))).toEqual([403, 'SignatureDoesNotMatch'])
  })
  test('keeps how a bucket is encrypted', async () => {
    const s3 = new Bucket(server())
    const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' as const } }]
    await s3.client.send(
      new PutBucketEncryptionCommand({
        Bucket: s3.bucket,
        ServerSideEncryptionConfiguration: { Rules },
      }),
    )
    const { ServerSideEncryptionConfiguration } = await s3.client.send(
      new GetBucketEncryptionCommand({ Bucket: s3.bucket }),
    )
    expect(ServerSideEncryptionConfiguration).toMatchObject({ Rules })
  })
}

/** Short names for the calls of the checks. */
class Bucket {
  readonly client: S3Client
  readonly impostor: S3Client
  readonly bucket: string

  constructor({ client, impostor, bucket }: S3Server) {
    this.client = client
    this.impostor = impostor
    this.bucket = bucket
  }

  at(key: string): { readonly Bucket: string; readonly Key: string } {
    return { Bucket: this.bucket, Key: key }
  }

  put(key: string, body: string | Buffer | Readable, options: Partial<PutObjectCommandInput> = {}) {
    return this.client.send(new PutObjectCommand({ ...this.at(key), Body: body, ...options }))
  }

  async body(key: string): Promise<Buffer> {
    const { Body } = await this.client.send(new GetObjectCommand(this.at(key)))
    return bytesOf(Body)
  }

  /** Uploads parts; gives what completes the upload. */
  async upload(key: string, parts: readonly Buffer[]) {
    const { UploadId } = await this.client.send(
      new CreateMultipartUploadCommand({ ...this.at(key), ChecksumAlgorithm: 'CRC32' }),
    )
    const Parts: { PartNumber: number; ETag: string; ChecksumCRC32?: string }[] = []
    for (const [index, Body] of parts.entries()) {
      const PartNumber = index + 1
      const { ETag = '', ChecksumCRC32 } = await this.client.send(
        new UploadPartCommand({ ...this.at(key), UploadId, PartNumber, Body }),
      )
      Parts.push({ PartNumber, ETag, ...(ChecksumCRC32 === undefined ? {} : { ChecksumCRC32 }) })
    }
    return { ...this.at(key), UploadId, MultipartUpload: { Parts } }
  }

  async uploadIds(): Promise<readonly (string | undefined)[]> {
    const { Uploads } = await this.client.send(
      new ListMultipartUploadsCommand({ Bucket: this.bucket }),
    )
    return (Uploads ?? []).map(({ UploadId }) => UploadId)
  }
}

function complete(
  { client }: Bucket,
  input: ConstructorParameters<typeof CompleteMultipartUploadCommand>[0],
): Promise<unknown> {
  return client.send(new CompleteMultipartUploadCommand(input))
}

/** Status and code that S3 refuses a call with. */
async function refusal(call: Promise<unknown>): Promise<readonly [status: number, code: string]> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof S3ServiceException)) {
    throw new Error('expected S3 to refuse', { cause: error })
  }
  return [error.$metadata.httpStatusCode ?? 0, error.name]
}

async function bytesOf(
  body: { transformToByteArray(): Promise<Uint8Array> } | undefined,
): Promise<Buffer> {
  return Buffer.from((await body?.transformToByteArray()) ?? [])
}

function crcText(bytes: Buffer): string {
  const word = Buffer.alloc(4)
  word.writeUInt32BE(crc32(bytes))
  return word.toString('base64')
}
