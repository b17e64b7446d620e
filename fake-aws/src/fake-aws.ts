import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AthenaService } from './athena/athena-service.ts'
import { AwsError } from './aws-error.ts'
import { type Credentials, DEFAULT_CREDENTIALS, KeyRing } from './credentials.ts'
import { type Fault, Faults } from './faults.ts'
import { GlueService } from './glue/glue-service.ts'
import { headerOf, type HttpRequest, type HttpResponse } from './http-message.ts'
import { S3Service } from './s3/s3-service.ts'
import type { Service, ServiceCall } from './service.ts'
import { verifySignature } from './signature.ts'
import { StsService } from './sts/sts-service.ts'

export interface FakeAwsOptions {
  /** A free one when absent. */
  readonly port?: number
  /** Accepted besides those of roles that are assumed; {@link DEFAULT_CREDENTIALS} when absent. */
  readonly credentials?: Credentials
  /** For the bytes of objects; thrown away at the end when absent. */
  readonly folder?: string
}

/**
 * Services of AWS behind one address of this machine: signatures, limits and conditions are checked as the
 * services document them, and calls can be made to fail.
 */
export class FakeAws implements AsyncDisposable {
  readonly faults: Faults = new Faults()
  readonly s3: S3Service
  readonly glue: GlueService
  readonly #athena: AthenaService
  readonly #sts: StsService
  readonly credentials: Credentials
  readonly #server: Server
  readonly #keys: KeyRing
  readonly #folder: string
  readonly #keepsFolder: boolean

  private constructor(server: Server, folder: string, options: FakeAwsOptions) {
    this.credentials = options.credentials ?? DEFAULT_CREDENTIALS
    this.#keys = new KeyRing(this.credentials)
    this.#server = server
    this.#folder = folder
    this.#keepsFolder = options.folder !== undefined
    this.s3 = new S3Service(folder)
    this.glue = new GlueService(this.s3.buckets)
    this.#athena = new AthenaService(this.glue.databases, this.s3)
    this.#sts = new StsService(this.#keys)
    server.on('request', (request, response) => void this.#serve(request, response))
  }

  static async start(options: FakeAwsOptions = {}): Promise<FakeAws> {
    const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'carmilla-fake-aws-')))
    const server = createServer()
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(options.port ?? 0, '127.0.0.1', resolve)
    })
    return new FakeAws(server, folder, options)
  }

  /** The endpoint of all services. */
  get url(): string {
    return `http://127.0.0.1:${this.#address.port}`
  }

  get #address(): AddressInfo {
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('the server has ended')
    return address
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
    if (!this.#keepsFolder) await rm(this.#folder, { recursive: true, force: true })
  }

  async #serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    try {
      const request = await readRequest(incoming)
      await this.#respond(request, outgoing)
    } catch {
      // The client has gone, or was cut off.
      outgoing.destroy()
    }
  }

  async #respond(request: HttpRequest, outgoing: ServerResponse): Promise<void> {
    const service = this.#serviceOf(request)
    let response: HttpResponse
    try {
      const call = service.callOf(request)
      const fault = this.faults.next(call)
      if (happens(fault, 'before')) return endConnection(fault, outgoing)
      response = await this.#answer(call, request)
      if (happens(fault, 'after')) return endConnection(fault, outgoing)
    } catch (error) {
      response = service.failure(asAwsError(error), request)
    }
    await send(response, outgoing)
  }

  async #answer(call: ServiceCall, request: HttpRequest): Promise<HttpResponse> {
    verifySignature(request, this.#keys, new Date())
    if (this.faults.isDenied(call.action)) {
      throw new AwsError(
        403,
        'AccessDenied',
        `User: arn:aws:iam::123456789012:user/fake is not authorized to perform: ${call.action}`,
      )
    }
    return call.answer()
  }

  #serviceOf(request: HttpRequest): Service {
    const target = headerOf(request, 'x-amz-target') ?? ''
    if (target.startsWith('AWSGlue.')) return this.glue
    if (target.startsWith('AmazonAthena.')) return this.#athena
    const type = headerOf(request, 'content-type') ?? ''
    const isForm = type.startsWith('application/x-www-form-urlencoded')
    return isForm && request.path === '/' ? this.#sts : this.s3
  }
}

async function readRequest(incoming: IncomingMessage): Promise<HttpRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk))
  const [path = '/', query = ''] = (incoming.url ?? '/').split('?')
  return {
    method: incoming.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    headers: incoming.headers,
    body: Buffer.concat(chunks),
  }
}

/** Whether the connection ends here: with `before`, before the service has done anything. */
function happens(fault: Fault | undefined, when: 'before' | 'after'): boolean {
  if (fault === undefined) return false
  if (fault.kind === 'error') {
    if (when === 'before') throw new AwsError(fault.status, fault.code, 'It was told to fail.')
    return false
  }
  if (fault.when !== when) return false
  if (fault.kind !== 'hook') return true
  fault.run()
  return false
}

function endConnection(fault: Fault | undefined, outgoing: ServerResponse): void {
  if (fault?.kind === 'reset') outgoing.socket?.resetAndDestroy()
}

async function send(response: HttpResponse, outgoing: ServerResponse): Promise<void> {
  const { status, headers = {}, body = '' } = response
  outgoing.writeHead(status, {
    'x-amz-request-id': 'FAKE',
    ...(body instanceof Readable || 'content-length' in headers
      ? {}
      : { 'content-length': Buffer.byteLength(body) }),
    ...headers,
  })
  if (body instanceof Readable) await pipeline(body, outgoing)
  else outgoing.end(body)
}

function asAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error
  return new AwsError(500, 'InternalError', error instanceof Error ? error.message : String(error))
}
