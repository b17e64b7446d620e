import { HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { LoadError } from '@carmilla/load'
import { factsOf, failureKind } from '../failure-kind.ts'
import { placeOf, WRITE_ID } from './object-facts.ts'
import type { S3Options } from './s3-options.ts'

/** An object that is about to appear. */
export interface PendingObject {
  readonly options: S3Options
  readonly key: string
  readonly uri: string
  readonly writeId: string
  readonly bytes: number
}

/**
 * Makes an object appear, and finds out whether it did when the answer does not say: a connection may break,
 * or a second try be refused, once the first has succeeded.
 *
 * @throws {LoadError} `object_exists` when the object is somebody else's.
 */
export async function settleWrite(
  client: S3Client,
  object: PendingObject,
  write: () => Promise<void>,
): Promise<void> {
  try {
    await write()
  } catch (error) {
    const isTaken = factsOf(error).status === 412
    const mayBeThere = isTaken || failureKind(error) !== 'permanent' || isUploadGone(error)
    if (mayBeThere && (await isOurs(client, object))) return
    if (!isTaken) throw error
    throw new LoadError(
      'object_exists',
      `\`${object.uri}\`: exists; objects are never overwritten`,
      { cause: error, context: { uri: object.uri } },
    )
  }
}

async function isOurs(client: S3Client, object: PendingObject): Promise<boolean> {
  try {
    const { Metadata, ContentLength } = await client.send(
      new HeadObjectCommand(placeOf(object.options, object.key)),
    )
    return Metadata?.[WRITE_ID] === object.writeId && ContentLength === object.bytes
  } catch (error) {
    if (factsOf(error).status === 404) return false
    throw new LoadError(
      'write_failed',
      `\`${object.uri}\`: was sent, but S3 did not say whether it arrived`,
      { cause: error, retriable: true, context: { uri: object.uri } },
    )
  }
}

/** A second try to complete an upload finds it gone when the first has completed it. */
function isUploadGone(error: unknown): boolean {
  return factsOf(error).name === 'NoSuchUpload'
}
