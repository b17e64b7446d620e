import {
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import {
  CATALOG_FOLDER,
  entryName,
  entryNumber,
  LoadError,
  type VersionStore,
} from '@carmilla/load'
import { factsOf } from '../failure-kind.ts'
import { newWriteId, objectFacts, placeOf } from './object-facts.ts'
import { s3Failure } from './s3-failure.ts'
import type { S3Options } from './s3-options.ts'
import { S3Sink } from './s3-sink.ts'

/** Entries of a catalog as objects: S3 lets exactly one publisher make one, by `If-None-Match`. */
export class S3VersionStore implements VersionStore {
  readonly #client: S3Client
  readonly #options: S3Options
  readonly #sink: S3Sink

  constructor(client: S3Client, options: S3Options) {
    this.#client = client
    this.#options = options
    this.#sink = new S3Sink(client, options)
  }

  placeOf(folder: string, number: number): string {
    return `${this.#sink.uri}/${keyOf(folder, number)}`
  }

  async folders(): Promise<readonly string[]> {
    const { Key: Prefix, ...bucket } = placeOf(this.#options, `${CATALOG_FOLDER}/`)
    const folders: string[] = []
    let token: string | undefined
    do {
      const page = await this.#client
        .send(
          new ListObjectsV2Command({ ...bucket, Prefix, Delimiter: '/', ContinuationToken: token }),
        )
        .catch((error: unknown) => {
          throw s3Failure(error, { uri: `${this.#sink.uri}/${CATALOG_FOLDER}`, verb: 'list' })
        })
      for (const { Prefix: below = '' } of page.CommonPrefixes ?? []) {
        folders.push(below.slice(Prefix.length, -1))
      }
      token = page.NextContinuationToken
    } while (token !== undefined)
    return folders
  }

  async numbers(folder: string): Promise<readonly number[]> {
    const keys = await this.#sink.list(`${CATALOG_FOLDER}/${folder}/`)
    return keys
      .flatMap((key) => entryNumber(key.slice(key.lastIndexOf('/') + 1)) ?? [])
      .toSorted((left, right) => left - right)
  }

  async read(folder: string, number: number): Promise<string | undefined> {
    try {
      const { Body } = await this.#client.send(
        new GetObjectCommand(placeOf(this.#options, keyOf(folder, number))),
      )
      return (await Body?.transformToString('utf8')) ?? ''
    } catch (error) {
      if (factsOf(error).name === 'NoSuchKey') return undefined
      throw s3Failure(error, { uri: this.placeOf(folder, number), verb: 'read' })
    }
  }

  async create(folder: string, number: number, text: string): Promise<boolean> {
    try {
      await using output = await this.#sink.create(keyOf(folder, number))
      await output.write(Buffer.from(text))
      await output.close()
      return true
    } catch (error) {
      if (!(error instanceof LoadError)) throw error
      if (error.code === 'object_exists') return false
      // Not seen now, it may still arrive: whoever cleans up must not take it for refused.
      if (error.retriable) {
        throw new LoadError(
          'commit_unknown',
          `\`${this.placeOf(folder, number)}\`: S3 did not say whether it was written; look at the table before running again`,
          { cause: error, context: error.context },
        )
      }
      throw error
    }
  }

  async empty(folder: string, number: number): Promise<void> {
    const facts = objectFacts(this.#options, keyOf(folder, number), newWriteId())
    await this.#client
      .send(new PutObjectCommand({ ...facts, Body: Buffer.alloc(0), ContentLength: 0 }))
      .catch((error: unknown) => {
        throw s3Failure(error, { uri: this.placeOf(folder, number), verb: 'write' })
      })
  }

  async remove(folder: string, number: number): Promise<void> {
    await this.#sink.delete([keyOf(folder, number)])
  }
}

function keyOf(folder: string, number: number): string {
  return `${CATALOG_FOLDER}/${folder}/${entryName(number)}`
}
