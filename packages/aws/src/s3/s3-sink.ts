import {
  AbortMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  ListObjectsV2Command,
  type S3Client,
} from '@aws-sdk/client-s3'
import {
  checkKey,
  LoadError,
  type ObjectWriter,
  type Sink,
  type StoredObject,
} from '@carmilla/load'
import { factsOf } from '../failure-kind.ts'
import { placeOf } from './object-facts.ts'
import { type S3Action, s3Failure } from './s3-failure.ts'
import { S3ObjectWriter } from './s3-object-writer.ts'
import { resolveS3Options, type S3Options } from './s3-options.ts'

/** Keys of one call that deletes. */
const KEYS_PER_DELETE = 1000

/** Objects in S3, or in whatever speaks its protocol, below a prefix of a bucket. */
export class S3Sink implements Sink {
  readonly uri: string
  readonly #client: S3Client
  readonly #options: ReturnType<typeof resolveS3Options>

  /** @throws {RangeError} for part sizes that S3 does not take. */
  constructor(client: S3Client, options: S3Options) {
    this.#client = client
    this.#options = resolveS3Options(options)
    this.uri = `s3://${options.bucket}/${options.prefix}`.replace(/\/$/, '')
  }

  /** Nothing is asked of S3 yet: whether the key is free is decided when the object is closed. */
  async create(key: string): Promise<ObjectWriter> {
    checkKey(key)
    return new S3ObjectWriter(this.#client, this.#options, { key, uri: this.#uriOf(key) })
  }

  async stat(key: string): Promise<StoredObject | undefined> {
    checkKey(key)
    try {
      const { ContentLength = 0 } = await this.#client.send(
        new HeadObjectCommand(placeOf(this.#options, key)),
      )
      return { key, bytes: ContentLength }
    } catch (error) {
      if (factsOf(error).status === 404) return undefined
      throw this.#failure(error, 'read', key)
    }
  }

  async read(key: string, offsetBytes: number, lengthBytes: number): Promise<Uint8Array> {
    checkKey(key)
    if (lengthBytes === 0) return new Uint8Array(0)
    const uri = this.#uriOf(key)
    try {
      const { Body } = await this.#client.send(
        new GetObjectCommand({
          ...placeOf(this.#options, key),
          Range: `bytes=${offsetBytes}-${offsetBytes + lengthBytes - 1}`,
        }),
      )
      const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array(0)
      if (bytes.length === lengthBytes) return bytes
      throw new LoadError(
        'read_failed',
        `\`${uri}\`: expected ${lengthBytes} bytes from ${offsetBytes}, got ${bytes.length}`,
        { context: { uri } },
      )
    } catch (error) {
      if (factsOf(error).name === 'NoSuchKey') {
        throw new LoadError('object_missing', `\`${uri}\`: does not exist`, {
          cause: error,
          context: { uri },
        })
      }
      throw this.#failure(error, 'read', key)
    }
  }

  async list(prefix: string): Promise<readonly string[]> {
    const keys: string[] = []
    let token: string | undefined
    do {
      const page = await this.#client
        .send(new ListObjectsV2Command({ ...this.#below(prefix), ContinuationToken: token }))
        .catch((error: unknown) => {
          throw this.#failure(error, 'list', prefix)
        })
      for (const { Key } of page.Contents ?? []) {
        if (Key !== undefined) keys.push(Key.slice(this.#options.prefix.length))
      }
      token = page.NextContinuationToken
    } while (token !== undefined)
    return keys.toSorted()
  }

  async delete(keys: readonly string[]): Promise<void> {
    for (const key of keys) checkKey(key)
    for (let at = 0; at < keys.length; at += KEYS_PER_DELETE) {
      await this.#deleteSome(keys.slice(at, at + KEYS_PER_DELETE))
    }
  }

  async discardUnfinished(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return
    const wanted = new Set(keys.map((key) => placeOf(this.#options, key).Key))
    const prefix = commonPrefix(keys)
    try {
      for (const upload of await this.#uploadsBelow(prefix)) {
        if (!wanted.has(upload.Key)) continue
        await this.#client.send(new AbortMultipartUploadCommand(upload)).catch(ignoreGone)
      }
    } catch (error) {
      throw this.#failure(error, 'delete', prefix)
    }
  }

  async #uploadsBelow(prefix: string) {
    const { Bucket } = placeOf(this.#options, '')
    const uploads: { Bucket: string; Key: string; UploadId: string }[] = []
    let page: ListMultipartUploadsCommandOutput | undefined
    do {
      page = await this.#client.send(
        new ListMultipartUploadsCommand({
          ...this.#below(prefix),
          KeyMarker: page?.NextKeyMarker,
          UploadIdMarker: page?.NextUploadIdMarker,
        }),
      )
      for (const { Key, UploadId } of page.Uploads ?? []) {
        if (Key !== undefined && UploadId !== undefined) uploads.push({ Bucket, Key, UploadId })
      }
    } while (page.IsTruncated === true)
    return uploads
  }

  async #deleteSome(keys: readonly string[]): Promise<void> {
    const { Key: _, ...bucket } = placeOf(this.#options, '')
    const Objects = keys.map((key) => ({ Key: placeOf(this.#options, key).Key }))
    const { Errors = [] } = await this.#client
      .send(
        new DeleteObjectsCommand({
          ...bucket,
          Delete: { Objects, Quiet: true },
        }),
      )
      .catch((error: unknown) => {
        throw this.#failure(error, 'delete', keys[0] ?? '')
      })
    const [first] = Errors
    if (first === undefined) return
    const uri = `s3://${bucket.Bucket}/${first.Key ?? ''}`
    throw new LoadError(
      'write_failed',
      `\`${uri}\`: cannot delete: ${first.Code ?? 'no reason given'}: ${first.Message ?? ''}; ${Errors.length} of ${keys.length} objects were not deleted`,
      { context: { uri, objects: Errors.length } },
    )
  }

  #below(prefix: string) {
    const { Key, ...place } = placeOf(this.#options, prefix)
    return { ...place, Prefix: Key }
  }

  #failure(error: unknown, verb: S3Action['verb'], key: string): LoadError {
    return s3Failure(error, { uri: this.#uriOf(key), verb })
  }

  #uriOf(key: string): string {
    const { Bucket, Key } = placeOf(this.#options, key)
    return `s3://${Bucket}/${Key}`
  }
}

function commonPrefix(keys: readonly string[]): string {
  let prefix = keys[0] ?? ''
  for (const key of keys) while (!key.startsWith(prefix)) prefix = prefix.slice(0, -1)
  return prefix
}

function ignoreGone(error: unknown): void {
  if (factsOf(error).status !== 404) throw error
}
