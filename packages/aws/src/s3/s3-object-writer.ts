import { createHash } from 'node:crypto'
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { LoadError, type ObjectWriter, type WrittenObject } from '@carmilla/load'
import { MultipartUpload } from './multipart-upload.ts'
import { newWriteId, objectFacts } from './object-facts.ts'
import { PartBuffer } from './part-buffer.ts'
import { s3Failure } from './s3-failure.ts'
import type { resolveS3Options } from './s3-options.ts'
import { settleWrite } from './settle-write.ts'

/**
 * Sends one object: at once when it is short, else in parts while it is written.
 *
 * Memory: one part that is filled, and those that are sent at a time.
 */
export class S3ObjectWriter implements ObjectWriter {
  readonly #client: S3Client
  readonly #options: ReturnType<typeof resolveS3Options>
  readonly #key: string
  readonly #uri: string
  readonly #writeId = newWriteId()
  readonly #upload: MultipartUpload
  readonly #hash = createHash('sha256')
  readonly #free: PartBuffer[] = []
  #filling: PartBuffer
  #inParts = false
  #bytes = 0
  #ended = false

  constructor(
    client: S3Client,
    options: ReturnType<typeof resolveS3Options>,
    object: { readonly key: string; readonly uri: string },
  ) {
    this.#client = client
    this.#options = options
    this.#key = object.key
    this.#uri = object.uri
    this.#upload = new MultipartUpload(client, options, { key: object.key, writeId: this.#writeId })
    this.#filling = new PartBuffer(options.partBytes)
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#checkOpen()
    try {
      this.#hash.update(bytes)
      for (let at = 0; at < bytes.length;) {
        // Only now: the last part may be full, and is then not known to be the last.
        if (this.#filling.isFull) await this.#sendPart()
        at += this.#filling.append(bytes.subarray(at))
      }
      this.#bytes += bytes.length
    } catch (error) {
      await this.abort()
      throw s3Failure(error, { uri: this.#uri, verb: 'write' })
    }
  }

  async close(): Promise<WrittenObject> {
    this.#checkOpen()
    try {
      await settleWrite(
        this.#client,
        {
          options: this.#options,
          key: this.#key,
          uri: this.#uri,
          writeId: this.#writeId,
          bytes: this.#bytes,
        },
        () => this.#finish(),
      )
    } catch (error) {
      await this.abort()
      throw s3Failure(error, { uri: this.#uri, verb: 'write' })
    }
    this.#ended = true
    return { key: this.#key, bytes: this.#bytes, sha256: this.#hash.digest('hex') }
  }

  async abort(): Promise<void> {
    if (this.#ended) return
    this.#ended = true
    // What S3 cannot be told now is found by the journal of the run, and told later.
    await this.#upload.abort().catch(() => undefined)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.abort()
  }

  async #finish(): Promise<void> {
    if (this.#inParts) {
      if (this.#filling.lengthBytes > 0) await this.#sendPart()
      await this.#upload.complete()
      return
    }
    await this.#client.send(
      new PutObjectCommand({
        ...objectFacts(this.#options, this.#key, this.#writeId),
        Body: this.#filling.written(),
        IfNoneMatch: '*',
      }),
    )
  }

  /** Sends what is filled, and begins another part once there is memory for it. */
  async #sendPart(): Promise<void> {
    this.#inParts = true
    const part = this.#filling
    await this.#upload.begin(part.written(), () => {
      part.clear()
      this.#free.push(part)
    })
    while (this.#upload.sending >= this.#options.concurrentParts) await this.#upload.oneSent()
    this.#filling = this.#free.pop() ?? new PartBuffer(this.#options.partBytes)
  }

  #checkOpen(): void {
    if (!this.#ended) return
    throw new LoadError('aborted', `\`${this.#uri}\`: the object is closed or was given up`)
  }
}
