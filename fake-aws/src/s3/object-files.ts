import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** The bytes of all objects, each in a file of its own. */
export class ObjectFiles {
  readonly #folder: string
  #count = 0

  constructor(folder: string) {
    this.#folder = folder
  }

  async write(bytes: Buffer): Promise<string> {
    const file = await this.#newFile()
    await writeFile(file, bytes)
    return file
  }

  /** One file of the bytes of several, in order. */
  async join(files: readonly string[]): Promise<string> {
    const joined = await this.#newFile()
    await writeFile(joined, '')
    for (const file of files) {
      await pipeline(createReadStream(file), createWriteStream(joined, { flags: 'a' }))
    }
    return joined
  }

  /** @param end - exclusive. */
  read(file: string, start: number, end: number): Readable {
    return createReadStream(file, { start, end: end - 1 })
  }

  async remove(...files: readonly string[]): Promise<void> {
    for (const file of files) await rm(file, { force: true })
  }

  async #newFile(): Promise<string> {
    await mkdir(this.#folder, { recursive: true })
    return `${this.#folder}/${this.#count++}`
  }
}
