import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  type CompletedPart,
  CreateMultipartUploadCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { LoadError } from '@carmilla/load'
import { objectFacts, placeOf } from './object-facts.ts'
import { MOST_PARTS, type S3Options } from './s3-options.ts'

/**
 * One object that is sent in parts, while the next ones are still being made.
 *
 * Not by lib-storage's `Upload`: that goes on taking bytes to their end when a part has failed, and when it
 * is aborted it says so before S3 has. Here a part that failed fails the next call, and `abort` is over
 * when S3 has forgotten the upload.
 */
export class MultipartUpload {
  readonly #client: S3Client
  readonly #options: S3Options
  readonly #key: string
  readonly #writeId: string
  readonly #cancel = new AbortController()
  readonly #parts: CompletedPart[] = []
  readonly #sending = new Set<Promise<void>>()
  #uploadId: string | undefined
  #begun = 0
  #failure: { readonly error: unknown } | undefined

  constructor(
    client: S3Client,
    options: S3Options,
    object: { readonly key: string; readonly writeId: string },
  ) {
    this.#client = client
    this.#options = options
    this.#key = object.key
    this.#writeId = object.writeId
  }

  /** Parts that are on their way. */
  get sending(): number {
    return this.#sending.size
  }

  /**
   * Begins to send a part; `release` is called when its bytes are no longer needed.
   *
   * @throws what an earlier part failed with.
   */
  async begin(bytes: Buffer, release: () => void): Promise<void> {
    this.#throwFailure()
    if (this.#begun === MOST_PARTS) {
      throw new LoadError(
        'write_failed',
        `\`${this.#key}\`: the object has more than ${MOST_PARTS} parts; lower --file-bytes`,
      )
    }
    this.#uploadId ??= await this.#create()
    const number = ++this.#begun
    const sending = this.#send(number, bytes)
      .catch((error: unknown) => {
        this.#failure ??= { error }
      })
      .finally(() => {
        this.#sending.delete(sending)
        release()
      })
    this.#sending.add(sending)
  }

  /**
   * Waits until a part has been sent.
   *
   * @throws what a part failed with.
   */
  async oneSent(): Promise<void> {
    await Promise.race(this.#sending)
    this.#throwFailure()
  }

  /** Makes the object of all parts, where nothing is. */
  async complete(): Promise<void> {
    await Promise.all(this.#sending)
    this.#throwFailure()
    await this.#client.send(
      new CompleteMultipartUploadCommand({
        ...placeOf(this.#options, this.#key),
        UploadId: this.#uploadId,
        IfNoneMatch: '*',
        MultipartUpload: {
          Parts: this.#parts.toSorted(
            (left, right) => (left.PartNumber ?? 0) - (right.PartNumber ?? 0),
          ),
        },
      }),
    )
  }

  /** Gives up: S3 forgets what was sent. What is on its way ends first, or S3 would keep it. */
  async abort(): Promise<void> {
    this.#cancel.abort()
    await Promise.all(this.#sending)
    if (this.#uploadId === undefined) return
    await this.#client.send(
      new AbortMultipartUploadCommand({
        ...placeOf(this.#options, this.#key),
        UploadId: this.#uploadId,
      }),
    )
  }

  async #create(): Promise<string> {
    const checksums = await this.#client.config.requestChecksumCalculation()
    const { UploadId } = await this.#client.send(
      new CreateMultipartUploadCommand({
        ...objectFacts(this.#options, this.#key, this.#writeId),
        ...(checksums === 'WHEN_SUPPORTED' ? { ChecksumAlgorithm: 'CRC32' } : {}),
      }),
    )
    if (UploadId !== undefined) return UploadId
    throw new LoadError('write_failed', `\`${this.#key}\`: S3 gave no id for the upload`)
  }

  async #send(number: number, bytes: Buffer): Promise<void> {
    const { ETag, ChecksumCRC32 } = await this.#client.send(
      new UploadPartCommand({
        ...placeOf(this.#options, this.#key),
        UploadId: this.#uploadId,
        PartNumber: number,
        Body: bytes,
      }),
      { abortSignal: this.#cancel.signal },
    )
    this.#parts.push({
      PartNumber: number,
      ETag,
      ...(ChecksumCRC32 === undefined ? {} : { ChecksumCRC32 }),
    })
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure.error
  }
}
