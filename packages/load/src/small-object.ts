import { LoadError } from './errors.ts'
import type { Sink } from './sink.ts'

/** Writes a small JSON object; it appears whole and is never overwritten. */
export async function writeJson(sink: Sink, key: string, value: unknown): Promise<void> {
  await using output = await sink.create(key)
  await output.write(Buffer.from(`${JSON.stringify(value)}\n`))
  await output.close()
}

/** Reads a JSON object, or `undefined` when there is none (any more). */
export async function readJson(sink: Sink, key: string): Promise<unknown> {
  const stored = await sink.stat(key)
  if (stored === undefined) return undefined
  const bytes = await sink.read(key, 0, stored.bytes).catch((error: unknown) => {
    // Its owner removed it between the two calls.
    if (error instanceof LoadError && error.code === 'object_missing') return undefined
    throw error
  })
  if (bytes === undefined) return undefined
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch (error) {
    throw new LoadError('catalog_corrupt', `\`${key}\`: not JSON`, {
      cause: error,
      context: { key },
    })
  }
}
