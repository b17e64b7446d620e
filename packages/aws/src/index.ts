export { failureKind } from './failure-kind.ts'
export type { FailureKind } from './failure-kind.ts'
export { DEFAULT_RETRY_LIMITS, JitteredRetry } from './retry.ts'
export type { Retry, RetryLimits, RetryOptions } from './retry.ts'
export { DEFAULT_CONCURRENT_PARTS, DEFAULT_PART_BYTES } from './s3/s3-options.ts'
export type { Encryption, S3Options } from './s3/s3-options.ts'
export { S3Sink } from './s3/s3-sink.ts'
export { S3VersionStore } from './s3/s3-version-store.ts'
export { GlueCalls } from './glue/glue-calls.ts'
export { GlueCatalog } from './glue/glue-catalog.ts'
export type { GlueCatalogOptions } from './glue/glue-catalog.ts'
export { glueTableName, PARTITION_MODES } from './glue/glue-table.ts'
export type { PartitionMode } from './glue/glue-table.ts'
export { crawl, DEFAULT_CRAWL_DEADLINE_MS } from './glue/crawler.ts'
export type { Crawl, CrawlerSettings, CrawlOptions } from './glue/crawler.ts'
export { athenaQuery } from './athena/athena-query.ts'
export type { AthenaColumn, AthenaQueryOptions, AthenaResult } from './athena/athena-query.ts'
export type { AthenaValue } from './athena/athena-value.ts'
export { AwsError } from './errors.ts'
export type { AwsErrorCode } from './errors.ts'
export { AwsClients } from './clients.ts'
export { CATALOG_KINDS, openS3Target } from './s3-target.ts'
export type { CatalogKind, S3TargetOptions } from './s3-target.ts'
export type {
  AthenaSettings,
  AwsAccess,
  AwsSettings,
  GlueSettings,
  S3Settings,
} from './settings.ts'
