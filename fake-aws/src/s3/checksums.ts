import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { AwsError } from '../aws-error.ts'

/** Checksums that S3 keeps with an object; CRC-64/NVME is not among those that are computed here. */
export const CHECKSUM_ALGORITHMS = ['CRC32', 'CRC32C', 'SHA1', 'SHA256'] as const
export type ChecksumAlgorithm = (typeof CHECKSUM_ALGORITHMS)[number]

/** A checksum as it is sent, in base64; of parts, `-` and their number behind it. */
export interface Checksum {
  readonly algorithm: ChecksumAlgorithm
  readonly value: string
  readonly type: 'FULL_OBJECT' | 'COMPOSITE'
}

/** `x-amz-checksum-crc32` */
export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`
}

/** Bytes that a checksum has, in base64. */
export function checksumOf(algorithm: ChecksumAlgorithm, bytes: Buffer): string {
  switch (algorithm) {
    case 'CRC32':
      return word(crc32(bytes))
    case 'CRC32C':
      return word(crc32c(bytes))
    case 'SHA1':
      return createHash('sha1').update(bytes).digest('base64')
    case 'SHA256':
      return createHash('sha256').update(bytes).digest('base64')
  }
}

/** The checksum of an object of parts: that of the checksums of its parts. */
export function compositeChecksum(
  algorithm: ChecksumAlgorithm,
  parts: readonly string[],
): Checksum {
  const joined = Buffer.concat(parts.map((part) => Buffer.from(part, 'base64')))
  return {
    algorithm,
    value: `${checksumOf(algorithm, joined)}-${parts.length}`,
    type: 'COMPOSITE',
  }
}

/**
 * Compares a body with the checksum that came with it; that is kept then.
 *
 * @param given - of a header or a trailer, by the algorithm.
 * @throws {AwsError} `BadDigest`
 */
export function checkChecksum(
  bytes: Buffer,
  given: (name: string) => string | undefined,
): Checksum | undefined {
  const md5 = given('content-md5')
  if (md5 !== undefined && md5 !== createHash('md5').update(bytes).digest('base64')) {
    throw new AwsError(400, 'BadDigest', 'The Content-MD5 that was given is not that of the body.')
  }
  for (const algorithm of CHECKSUM_ALGORITHMS) {
    const value = given(checksumHeader(algorithm))
    if (value === undefined) continue
    if (value === checksumOf(algorithm, bytes)) return { algorithm, value, type: 'FULL_OBJECT' }
    throw new AwsError(400, 'BadDigest', `The ${algorithm} that was given is not that of the body.`)
  }
  return undefined
}

function word(value: number): string {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value >>> 0)
  return bytes.toString('base64')
}

const CASTAGNOLI = 0x82f63b78
const CRC32C_TABLE: Uint32Array = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ CASTAGNOLI : value >>> 1
  return value
})

function crc32c(bytes: Buffer): number {
  let value = 0xffffffff
  for (const byte of bytes) value = (CRC32C_TABLE[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8)
  return value ^ 0xffffffff
}
