import { AwsError } from '../aws-error.ts'

/** A body that came in chunks, joined, and the headers behind the last one. */
export interface DecodedBody {
  readonly bytes: Buffer
  readonly trailers: ReadonlyMap<string, string>
}

/**
 * Takes `aws-chunked` apart: `<hex length>[;signature]\r\n<bytes>\r\n` …, a chunk of length 0, trailers.
 *
 * @throws {AwsError} `IncompleteBody`
 */
export function decodeAwsChunked(body: Buffer): DecodedBody {
  const chunks: Buffer[] = []
  let at = 0
  for (;;) {
    const lineEnd = body.indexOf('\r\n', at)
    if (lineEnd < 0) throw incomplete()
    const lengthBytes = Number.parseInt(body.toString('latin1', at, lineEnd), 16)
    at = lineEnd + 2
    if (lengthBytes === 0) break
    if (!(at + lengthBytes + 2 <= body.length)) throw incomplete()
    chunks.push(body.subarray(at, at + lengthBytes))
    at += lengthBytes + 2
  }
  const trailers = new Map<string, string>()
  for (const line of body.toString('latin1', at).split('\r\n')) {
    const colon = line.indexOf(':')
    if (colon > 0) trailers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim())
  }
  return { bytes: Buffer.concat(chunks), trailers }
}

function incomplete(): AwsError {
  return new AwsError(400, 'IncompleteBody', 'The body ends before its last chunk.')
}
