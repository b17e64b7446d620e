import { AthenaClient } from '@aws-sdk/client-athena'
import { GlueClient } from '@aws-sdk/client-glue'
import { S3Client } from '@aws-sdk/client-s3'
import { fromNodeProviderChain, fromTemporaryCredentials } from '@aws-sdk/credential-providers'
import { JitteredRetry, type Retry } from './retry.ts'
import type { AwsAccess } from './settings.ts'

/** Longest wait for an answer: a part of 8 MiB takes a slow link a while. */
const REQUEST_TIMEOUT_MS = 120_000
const CONNECTION_TIMEOUT_MS = 10_000

/** Makes the clients of the services, all with the same credentials, waits and retries. */
export class AwsClients {
  readonly #access: AwsAccess
  readonly #onRetry: ((retry: Retry) => void) | undefined

  constructor(access: AwsAccess, onRetry?: (retry: Retry) => void) {
    this.#access = access
    this.#onRetry = onRetry
  }

  s3(): S3Client {
    const endpoint = endpointOf(this.#access)
    const { checksums = endpoint === undefined ? 'always' : 'required' } = this.#access
    const when = checksums === 'always' ? 'WHEN_SUPPORTED' : 'WHEN_REQUIRED'
    return new S3Client({
      ...this.#common('s3'),
      forcePathStyle: endpoint !== undefined,
      requestChecksumCalculation: when,
      responseChecksumValidation: when,
    })
  }

  glue(): GlueClient {
    return new GlueClient(this.#common('glue'))
  }

  athena(): AthenaClient {
    return new AthenaClient(this.#common('athena'))
  }

  #common(service: string) {
    const { region } = this.#access
    const endpoint = endpointOf(this.#access)
    const credentials = credentialsOf(this.#access)
    return {
      ...(region === undefined ? {} : { region }),
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(credentials === undefined ? {} : { credentials }),
      retryStrategy: new JitteredRetry({
        service,
        ...(this.#onRetry === undefined ? {} : { onRetry: this.#onRetry }),
      }),
      requestHandler: {
        requestTimeout: REQUEST_TIMEOUT_MS,
        connectionTimeout: CONNECTION_TIMEOUT_MS,
        // It would otherwise only be said on the console.
        throwOnRequestTimeout: true,
      },
    }
  }
}

/** The SDK reads the variables too, and does not address buckets by path for them. */
function endpointOf({ endpoint }: AwsAccess): string | undefined {
  const given = endpoint ?? process.env['AWS_ENDPOINT_URL']
  return given === '' ? undefined : given
}

/** Undefined for the default chain: environment, SSO, web identity, profiles, containers, instances. */
function credentialsOf({ profile, role, region }: AwsAccess) {
  const own = profile === undefined ? undefined : fromNodeProviderChain({ profile })
  if (role === undefined) return own
  return fromTemporaryCredentials({
    params: {
      RoleArn: role.arn,
      RoleSessionName: role.sessionName ?? 'carmilla',
      ...(role.externalId === undefined ? {} : { ExternalId: role.externalId }),
    },
    ...(own === undefined ? {} : { masterCredentials: own }),
    ...(region === undefined ? {} : { clientConfig: { region } }),
  })
}
