import { createHash } from 'node:crypto'
import { access, open, readdir, rmdir, stat, unlink } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { LoadError } from './errors.ts'
import { localReadFailure, localWriteFailure, systemCode } from './local-failure.ts'
import { checkKey } from './object-key.ts'
import type { ObjectWriter, Sink, StoredObject, WrittenObject } from './sink.ts'
import { type StagedFile, StagingArea } from './staging-area.ts'

/** Objects as files below a folder of the local file system. */
export class LocalSink implements Sink {
  readonly uri: string
  readonly #root: string
  readonly #staging: StagingArea

  /** @param directory made when the first object is. */
  constructor(directory: string) {
    this.uri = `file:${directory}`
    this.#root = resolve(directory)
    this.#staging = new StagingArea(this.#root)
  }

  async create(key: string): Promise<ObjectWriter> {
    const path = this.#path(key)
    // Early and friendly; what counts is the exclusive link when the object is closed.
    if (await exists(path)) throw objectExists(path)
    return new LocalObjectWriter(key, path, await this.#staging.create())
  }

  async stat(key: string): Promise<StoredObject | undefined> {
    const path = this.#path(key)
    try {
      const facts = await stat(path)
      return facts.isFile() ? { key, bytes: facts.size } : undefined
    } catch (error) {
      if (isMissing(error)) return undefined
      throw localReadFailure(error, path)
    }
  }

  async read(key: string, offsetBytes: number, lengthBytes: number): Promise<Uint8Array> {
    const path = this.#path(key)
    const bytes = Buffer.allocUnsafe(lengthBytes)
    let filledBytes = 0
    try {
      const handle = await open(path, 'r')
      try {
        while (filledBytes < lengthBytes) {
          const { bytesRead } = await handle.read(
            bytes,
            filledBytes,
            lengthBytes - filledBytes,
            offsetBytes + filledBytes,
          )
          if (bytesRead === 0) break
          filledBytes += bytesRead
        }
      } finally {
        await handle.close()
      }
    } catch (error) {
      throw localReadFailure(error, path)
    }
    if (filledBytes === lengthBytes) return bytes
    throw new LoadError(
      'read_failed',
      `\`${path}\`: expected ${lengthBytes} bytes from ${offsetBytes}, got ${filledBytes}`,
      { context: { path } },
    )
  }

  async list(prefix: string): Promise<readonly string[]> {
    const paths = await filesBelow(this.#path(prefix.replace(/\/$/, '')))
    return paths.map((path) => this.#key(path)).toSorted()
  }

  async delete(keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      await this.#deleteOne(this.#path(key))
    }
  }

  async discardOf(thread: number): Promise<void> {
    await this.#staging.discardOf(thread)
  }

  async #deleteOne(path: string): Promise<void> {
    try {
      await unlink(path)
    } catch (error) {
      if (!isMissing(error)) throw localWriteFailure(error, path)
    }
    await this.#pruneFolders(dirname(path))
  }

  /** Removes folders that became empty, up to the root; a folder that is in use stays. */
  async #pruneFolders(folder: string): Promise<void> {
    for (let empty = folder; empty.startsWith(this.#root + sep); empty = dirname(empty)) {
      try {
        await rmdir(empty)
      } catch (error) {
        if (!isMissing(error)) return
      }
    }
  }

  #path(key: string): string {
    checkKey(key)
    return join(this.#root, ...key.split('/'))
  }

  #key(path: string): string {
    return relative(this.#root, path).split(sep).join('/')
  }
}

class LocalObjectWriter implements ObjectWriter {
  readonly #key: string
  readonly #path: string
  readonly #file: StagedFile
  readonly #hash = createHash('sha256')
  #bytes = 0
  #ended = false

  constructor(key: string, path: string, file: StagedFile) {
    this.#key = key
    this.#path = path
    this.#file = file
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#checkOpen()
    try {
      const written = this.#file.write(bytes)
      // Hashed while the kernel copies the same bytes.
      this.#hash.update(bytes)
      await written
      this.#bytes += bytes.length
    } catch (error) {
      await this.abort()
      throw localWriteFailure(error, this.#path)
    }
  }

  async close(): Promise<WrittenObject> {
    this.#checkOpen()
    this.#ended = true
    try {
      if (!(await this.#file.linkTo(this.#path))) throw objectExists(this.#path)
    } catch (error) {
      if (this.#file.placed) await unlink(this.#path).catch(() => undefined)
      await this.#file.discard()
      throw localWriteFailure(error, this.#path)
    }
    return { key: this.#key, bytes: this.#bytes, sha256: this.#hash.digest('hex') }
  }

  async abort(): Promise<void> {
    if (this.#ended) return
    this.#ended = true
    await this.#file.discard()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.abort()
  }

  #checkOpen(): void {
    if (this.#ended) {
      throw new LoadError('aborted', `\`${this.#path}\`: the object is closed or was given up`)
    }
  }
}

/** Not `readdir` with `recursive`: it fails as a whole when one folder vanishes under its feet. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (isMissing(error)) return []
    throw localReadFailure(error, folder)
  })
  const files: string[] = []
  for (const entry of entries) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) files.push(...(await filesBelow(path)))
    else if (entry.isFile()) files.push(path)
  }
  return files
}

function objectExists(path: string): LoadError {
  return new LoadError('object_exists', `\`${path}\`: exists; objects are never overwritten`, {
    context: { path },
  })
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false
    throw localWriteFailure(error, path)
  }
}

/** ENOTDIR: a part of the path is a file, so nothing can be below it. */
function isMissing(error: unknown): boolean {
  const code = systemCode(error)
  return code === 'ENOENT' || code === 'ENOTDIR'
}
