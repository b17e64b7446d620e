import { createSecretKey, type KeyObject } from 'node:crypto'
import { TransformError } from '../errors.ts'

/** The environment variable that holds the key of `hash()`. */
export const HASH_KEY_VARIABLE = 'CARMILLA_HASH_KEY'

/** As long as what SHA-256 gives: a shorter key is easier to guess than the hash. */
const LEAST_KEY_BYTES = 32

/**
 * The key of `hash()`: the bytes of the variable's text.
 *
 * @throws {TransformError} `hash_key_missing` where it is not set or too short; never says what it is
 */
export function hashKey(): KeyObject {
  const bytes = Buffer.from(process.env[HASH_KEY_VARIABLE] ?? '')
  if (bytes.length < LEAST_KEY_BYTES) {
    const found = bytes.length === 0 ? 'is not set' : `has ${bytes.length} bytes`
    throw new TransformError(
      'hash_key_missing',
      `${HASH_KEY_VARIABLE} ${found}; hash() needs a secret of at least ${LEAST_KEY_BYTES} bytes, such as \`openssl rand -hex 32\` prints`,
    )
  }
  return createSecretKey(bytes)
}
