import { LoadError, NumberedCatalog, type Target } from '@carmilla/load'
import { AwsClients } from './clients.ts'
import { GlueCalls } from './glue/glue-calls.ts'
import { GlueCatalog } from './glue/glue-catalog.ts'
import type { Retry } from './retry.ts'
import { S3Sink } from './s3/s3-sink.ts'
import { S3VersionStore } from './s3/s3-version-store.ts'
import type { AwsSettings } from './settings.ts'

/** Who says which version is current: objects beside the data, or the Glue catalog. */
export const CATALOG_KINDS = ['files', 'glue'] as const
export type CatalogKind = (typeof CATALOG_KINDS)[number]

/**
 * How long a version stays that was replaced: a query of Athena opens its files while it runs, which may
 * take 30 minutes by default and 240 by quota.
 *
 * @see https://docs.aws.amazon.com/athena/latest/ug/service-limits.html
 */
export const READERS_MS: number = 24 * 60 * 60 * 1000

export interface S3TargetOptions {
  /** `s3://bucket/prefix` */
  readonly uri: string
  readonly catalog: CatalogKind
  readonly aws: AwsSettings
  readonly onRetry?: (retry: Retry) => void
}

/**
 * Opens a prefix of a bucket as a target. Nothing is asked of AWS yet.
 *
 * @throws {LoadError} `target_not_writable` for a URI that is none, or Glue without a database.
 */
export function openS3Target({ uri, catalog, aws, onRetry }: S3TargetOptions): Target {
  const { bucket, prefix } = placeOf(uri)
  const clients = new AwsClients(aws, onRetry)
  const client = clients.s3()
  const options = { ...aws.s3, bucket, prefix }
  const sink = new S3Sink(client, options)
  if (catalog === 'files') {
    const versions = new S3VersionStore(client, options)
    return { sink, catalog: new NumberedCatalog(versions), readersMs: READERS_MS }
  }
  if (aws.glue === undefined) {
    throw new LoadError(
      'target_not_writable',
      'catalog glue: no database is named; set aws.glue.database in etl.config.ts',
    )
  }
  const { database, partitions = 'projection' } = aws.glue
  return {
    sink,
    catalog: new GlueCatalog({ calls: new GlueCalls(clients.glue(), database), sink, partitions }),
    readersMs: READERS_MS,
  }
}

function placeOf(uri: string): { readonly bucket: string; readonly prefix: string } {
  const [, bucket, path] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(\/.*)?$/.exec(uri) ?? []
  if (bucket === undefined) {
    throw new LoadError(
      'target_not_writable',
      `target \`${uri}\`: expected \`s3://\`, a bucket and a prefix, such as s3://lake/tables`,
      { context: { uri } },
    )
  }
  const prefix = (path ?? '').split('/').filter(Boolean).join('/')
  return { bucket, prefix: prefix === '' ? '' : `${prefix}/` }
}
