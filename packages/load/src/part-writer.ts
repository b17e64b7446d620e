import type { RecordBatch, RecordSchema } from '@carmilla/transform'
import { LoadError } from './errors.ts'
import { partitionFolder } from './hive-partition.ts'
import { inParallel, SINK_CALLS } from './in-parallel.ts'
import type { ColumnFacts, RecordFormat, RecordWriter } from './record-writer.ts'
import type { ObjectWriter, Sink } from './sink.ts'

/** Bytes after which a file is closed and the next begun: the middle of 128–512 MiB, see Athena's tuning guide. */
export const DEFAULT_FILE_BYTES: number = 256 * 1024 * 1024

/** Files that are open at once; each costs a row group of memory and an upload. */
export const DEFAULT_OPEN_FILES = 64

/** Bytes that all open files together may hold in memory before the fullest is closed. */
export const DEFAULT_BUFFERED_BYTES: number = 512 * 1024 * 1024

/** A file of the version that is being written; closed, not yet published. */
export interface WrittenPart {
  readonly key: string
  readonly partition: readonly (string | null)[]
  readonly rows: number
  readonly bytes: number
  readonly sha256: string
  readonly columns: readonly ColumnFacts[]
}

export interface PartWriterOptions {
  readonly sink: Sink
  readonly format: RecordFormat
  readonly schema: RecordSchema
  readonly partitionKeys: readonly string[]
  /** Prefix of the version's data; ends with `/`. */
  readonly location: string
  readonly metadata: Readonly<Record<string, string>>
  readonly fileBytes: number
  readonly openFiles: number
  readonly bufferedBytes: number
  /** Most files of the version, each of which is known until it is published; any number when missing. */
  readonly mostFiles?: number
  /** Number of the shard whose rows these are, when the table is read in several. */
  readonly shard?: number
  /** Called with keys before an object may appear under any of them. */
  readonly announce: (keys: readonly string[]) => Promise<void>
}

interface OpenPart {
  readonly key: string
  readonly partition: readonly (string | null)[]
  readonly output: ObjectWriter
  readonly writer: RecordWriter
  announced: boolean
  rows: number
  bytes: number
}

/**
 * Writes the rows of one version into files, one or more for each partition.
 *
 * Memory is bounded: when too many files are open, the least recently used are closed, and a further
 * file is begun should its partition come back; when they hold too much, the fullest is.
 */
export class PartWriter {
  readonly #options: PartWriterOptions
  /** By partition folder, least recently used first. */
  readonly #open = new Map<string, OpenPart>()
  readonly #begun = new Map<string, number>()
  readonly #begunKeys: string[] = []
  readonly #written: WrittenPart[] = []

  constructor(options: PartWriterOptions) {
    this.#options = options
  }

  /** Keys of all files that exist or may exist. */
  get begunKeys(): readonly string[] {
    return this.#begunKeys
  }

  async append(partition: readonly (string | null)[], batch: RecordBatch): Promise<void> {
    if (batch.rows === 0) return
    const folder = partitionFolder(this.#options.partitionKeys, partition)
    const part = await this.#partOf(folder, partition)
    part.writer.append(batch)
    part.rows += batch.rows
    await part.writer.flush()
    if (part.bytes >= this.#options.fileBytes) await this.#closeAll([[folder, part]])
    else await this.#boundMemory()
  }

  /**
   * Closes all files and returns them by key.
   *
   * @param options.orEmpty - whether an unpartitioned table without rows gets a file, so that readers
   * find its columns.
   */
  async close(options: { readonly orEmpty: boolean }): Promise<readonly WrittenPart[]> {
    const isEmpty = this.#written.length + this.#open.size === 0
    if (isEmpty && options.orEmpty && this.#options.partitionKeys.length === 0) {
      await this.#partOf('', [])
    }
    await this.#closeAll([...this.#open])
    return byKey(this.#written)
  }

  /** Gives up the open files; the closed ones are the caller's to delete. */
  async abort(): Promise<void> {
    const outputs = [...this.#open.values()].map((part) => part.output)
    this.#open.clear()
    await Promise.all(outputs.map((output) => output.abort()))
  }

  async #partOf(folder: string, partition: readonly (string | null)[]): Promise<OpenPart> {
    const found = this.#open.get(folder)
    if (found !== undefined) {
      this.#open.delete(folder)
      this.#open.set(folder, found)
      return found
    }
    if (this.#open.size >= this.#options.openFiles) await this.#closeOldest()
    return this.#begin(folder, partition)
  }

  async #begin(folder: string, partition: readonly (string | null)[]): Promise<OpenPart> {
    const { sink, format, location, schema, metadata } = this.#options
    this.#expectRoomForFile()
    const number = this.#begun.get(folder) ?? 0
    const numbers = [this.#options.shard ?? [], number].flat().map(fiveDigits)
    const name = `part-${numbers.join('-')}.${format.extension}`
    const key = `${location}${folder}${name}`
    const output = await sink.create(key)
    this.#begun.set(folder, number + 1)
    this.#begunKeys.push(key)
    const counted = {
      async write(bytes: Uint8Array): Promise<void> {
        await output.write(bytes)
        part.bytes += bytes.length
      },
    }
    const writer = format.open({ schema, output: counted, metadata })
    const part: OpenPart = {
      key,
      partition: [...partition],
      output,
      writer,
      announced: false,
      rows: 0,
      bytes: 0,
    }
    this.#open.set(folder, part)
    return part
  }

  #expectRoomForFile(): void {
    const { mostFiles = Infinity, location } = this.#options
    if (this.#begunKeys.length < mostFiles) return
    throw new LoadError(
      'too_many_files',
      `\`${location}\`: expected at most ${mostFiles} files, for what is known of each is held until they are published; raise --memory, partition by less, or leave --memory out`,
      { context: { mostFiles } },
    )
  }

  /** Closes a quarter of the open files: together they wait for the device or network only once. */
  async #closeOldest(): Promise<void> {
    await this.#closeAll([...this.#open].slice(0, Math.ceil(this.#options.openFiles / 4)))
  }

  async #closeAll(entries: readonly (readonly [string, OpenPart])[]): Promise<void> {
    await this.#announceOpen(entries)
    await inParallel(entries, SINK_CALLS, ([folder, part]) => this.#close(folder, part))
  }

  async #close(folder: string, part: OpenPart): Promise<void> {
    const { columns } = await part.writer.close()
    const { bytes, sha256 } = await part.output.close()
    const { key, partition, rows } = part
    this.#written.push({ key, partition, rows, bytes, sha256, columns })
    this.#open.delete(folder)
  }

  /** Announces all open files at once: one record for as many files as are open, not one each. */
  async #announceOpen(closing: readonly (readonly [string, OpenPart])[]): Promise<void> {
    if (closing.every(([, part]) => part.announced)) return
    const fresh = [...this.#open.values()].filter((open) => !open.announced)
    await this.#options.announce(fresh.map((open) => open.key))
    for (const open of fresh) open.announced = true
  }

  async #boundMemory(): Promise<void> {
    let bufferedBytes = 0
    let fullest: [string, OpenPart] | undefined
    for (const entry of this.#open) {
      const heldBytes = entry[1].writer.bufferedBytes
      bufferedBytes += heldBytes
      if (fullest === undefined || heldBytes > fullest[1].writer.bufferedBytes) fullest = entry
    }
    if (fullest !== undefined && bufferedBytes > this.#options.bufferedBytes) {
      await this.#closeAll([fullest])
    }
  }
}

/** Parts in the order of their keys: of their partitions, shards and beginnings. */
export function byKey(parts: readonly WrittenPart[]): readonly WrittenPart[] {
  return parts.toSorted((left, right) => (left.key < right.key ? -1 : 1))
}

function fiveDigits(number: number): string {
  return number.toString().padStart(5, '0')
}
