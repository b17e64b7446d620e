import { AwsError } from './aws-error.ts'
import { headerOf, type HttpRequest, type HttpResponse } from './http-message.ts'
import { isJsonObject, type JsonObject } from './json-fields.ts'
import type { Service, ServiceCall } from './service.ts'

/** Answers one operation; what it gives becomes the body. */
export type JsonOperation = (input: JsonObject) => JsonObject | Promise<JsonObject>

/**
 * A service of the protocol AWS JSON 1.1: the operation is a header, input and output are JSON.
 *
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
export class JsonService implements Service {
  readonly #prefix: string
  readonly #operations: Readonly<Record<string, JsonOperation>>

  /** @param prefix - of its permissions: `glue`. */
  constructor(prefix: string, operations: Readonly<Record<string, JsonOperation>>) {
    this.#prefix = prefix
    this.#operations = operations
  }

  callOf(request: HttpRequest): ServiceCall {
    const name = (headerOf(request, 'x-amz-target') ?? '').split('.').at(-1) ?? ''
    const operation = this.#operations[name]
    if (operation === undefined) {
      throw new AwsError(400, 'UnknownOperationException', `${name} is not answered here.`)
    }
    const input = parseInput(request.body)
    return {
      operation: `${this.#prefix}:${name}`,
      action: `${this.#prefix}:${name}`,
      resource: resourceOf(input),
      answer: async () => ({
        status: 200,
        headers: { 'content-type': 'application/x-amz-json-1.1' },
        body: JSON.stringify(await operation(input)),
      }),
    }
  }

  failure(error: AwsError): HttpResponse {
    return {
      status: error.status,
      headers: { 'content-type': 'application/x-amz-json-1.1' },
      body: JSON.stringify({ __type: error.code, message: error.message }),
    }
  }
}

function parseInput(body: Buffer): JsonObject {
  try {
    const input: unknown = JSON.parse(body.toString('utf8'))
    if (isJsonObject(input)) return input
  } catch {
    // Said below.
  }
  throw new AwsError(400, 'SerializationException', 'The body is not a JSON object.')
}

/** What an input is about: the names that it has. */
function resourceOf(input: JsonObject): string {
  const names = ['DatabaseName', 'TableName', 'Name', 'QueryExecutionId', 'WorkGroup']
  return names
    .map((name) => input[name])
    .filter((value) => typeof value === 'string')
    .join('.')
}
