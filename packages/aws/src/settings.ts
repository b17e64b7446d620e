import type { PartitionMode } from './glue/glue-table.ts'
import type { Encryption, S3Options } from './s3/s3-options.ts'

/** Who asks AWS, and where: by default what the environment and the profiles of AWS say. */
export interface AwsAccess {
  /** Default: AWS_REGION, or that of the profile. */
  readonly region?: string
  /** Of the shared configuration files; SSO and assumed roles of profiles are followed. */
  readonly profile?: string
  /** A role that is assumed with the credentials found. */
  readonly role?: {
    readonly arn: string
    readonly externalId?: string
    readonly sessionName?: string
  }
  /** Another server that speaks the protocol: MinIO, Ceph, R2. Buckets are then addressed by path. */
  readonly endpoint?: string
  /**
   * Whether uploads have a checksum when the service does not ask for one. Default: yes with AWS, no with an
   * `endpoint`, for not every server takes them.
   */
  readonly checksums?: 'always' | 'required'
}

/** What is said of objects in S3. */
export type S3Settings = Omit<S3Options, 'bucket' | 'prefix'>

/** Tables in the Glue catalog. */
export interface GlueSettings {
  readonly database: string
  /** Default `projection`: all partitions of a table change in one call, and only Athena reads it. */
  readonly partitions?: PartitionMode
}

/** Queries by Athena. */
export interface AthenaSettings {
  readonly workgroup?: string
  /** `s3://bucket/prefix/`; by default `athena-results/` below the target. */
  readonly outputLocation?: string
  readonly encryption?: Encryption
}

/** `aws` of `etl.config.ts`: data only, so that it can be handed to another thread. */
export interface AwsSettings extends AwsAccess {
  readonly s3?: S3Settings
  readonly glue?: GlueSettings
  readonly athena?: AthenaSettings
}
