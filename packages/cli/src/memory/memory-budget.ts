import { DEFAULT_WRITER, type Writer } from '@carmilla/load'
import type { Task } from '@carmilla/transform'
import { CliError } from '../errors.ts'

const MIB = 1024 * 1024

/**
 * What the process takes whatever it reads: Node.js and its modules 120 MiB where a configuration or a
 * source has types to be stripped, and what the heap grows to, compiled code, and gaps in between;
 * measured on Linux with Node.js 24.
 */
export const PROCESS_BYTES: number = 144 * MIB

/**
 * What a worker thread takes beside what it reads: modules and compiled code of its own, 46 MiB; its
 * heap of new objects is bounded by {@link THREAD_YOUNG_HEAP_MIB}. With threads the main one reads
 * nothing, but stays.
 */
export const THREAD_BYTES: number = 48 * MIB

/**
 * Bound of a worker thread's heap of new objects, in MiB; Node.js would let it grow to 48. What is made
 * of rows does not stay there.
 */
export const THREAD_YOUNG_HEAP_MIB = 12

/** What a reader takes for rows of any usual length: receive buffers, positions, decoded columns, compressor. */
export const READER_BYTES: number = 12 * MIB

/** What a column takes whatever is in it: buffers that grow by doubling leave gaps behind. */
export const COLUMN_BYTES: number = 192 * 1024

/** What an engine takes whatever it writes: garbage of the objects that it makes of rows. */
export const WRITER_BYTES: Readonly<Record<Writer, number>> = { carmilla: 0, parquetjs: 320 * MIB }

/** What is known of a file until its version is published, and the garbage that making it leaves. */
const FILE_BYTES = 16 * 1024

/** With less for rows and files, row groups are too small to be read well. */
const LEAST_ROOM_BYTES = 24 * MIB

/** What one reader may take, by what for; plain numbers, to be handed to a thread. */
export interface MemoryShare {
  /** Of one lookup; 0 without lookups. */
  readonly lookupBytes: number
  /** Of all open files together: open pages, dictionaries, finished pages of open row groups. */
  readonly bufferedBytes: number
  /** Of one open file, at which its row group ends. */
  readonly rowGroupBytes: number
  /** Of a reader's files that are not published yet; missing when nobody named a ceiling. */
  readonly mostFiles?: number
}

/** What the memory of a run is divided by. */
export interface MemoryOptions {
  /**
   * Nobody's wish when missing: then {@link defaultMemoryBytes}, and a record of many columns takes
   * more.
   */
  readonly memoryBytes?: number
  /** Most readers at once. */
  readonly workers: number
  readonly writer: Writer
}

/**
 * The memory of a run, divided before it begins.
 *
 * Nothing is sampled while it runs: each part knows its bound and keeps to it. The collector could
 * not give memory back in time.
 */
export class MemoryBudget {
  readonly #isCeiling: boolean
  readonly #memoryBytes: number
  readonly #readers: number
  readonly #writer: Writer

  /** @throws {CliError} `usage` when it is too little to work with. */
  constructor({ memoryBytes, workers, writer }: MemoryOptions) {
    this.#isCeiling = memoryBytes !== undefined
    this.#readers = Math.max(1, workers)
    this.#writer = writer
    this.#memoryBytes = memoryBytes ?? defaultMemoryBytes(this.#readers, writer)
    this.#requireRoom(0, '')
  }

  /** Whether somebody named it. */
  get isCeiling(): boolean {
    return this.#isCeiling
  }

  /** Of the longest row as Postgres sends it, of any reader. */
  get rowBytes(): number {
    return Math.floor((this.#roomBytes(0) * ROWS_PART) / ROW_COPIES)
  }

  /**
   * What the reader of a task may take beside its rows.
   *
   * @throws {CliError} `usage` when the task has too many columns for it.
   */
  share({ lookups, schema }: Pick<Task, 'lookups' | 'schema'>): MemoryShare {
    if (this.#isCeiling) this.#requireRoom(schema.length, ` and ${schema.length} columns`)
    const roomBytes = Math.max(LEAST_ROOM_BYTES, this.#roomBytes(schema.length))
    const lookupsPart = lookups.length === 0 ? 0 : LOOKUPS_PART
    const bufferedBytes = Math.floor(roomBytes * (1 - ROWS_PART - lookupsPart) * BUFFERED_PART)
    return {
      lookupBytes:
        lookups.length === 0 ? 0 : Math.floor((roomBytes * lookupsPart) / lookups.length),
      bufferedBytes,
      rowGroupBytes: Math.floor(bufferedBytes * ROW_GROUP_PART),
      ...(this.#isCeiling ? { mostFiles: Math.floor(bufferedBytes / FILE_BYTES) } : {}),
    }
  }

  /** What one reader has for rows, files and lookups. */
  #roomBytes(columns: number): number {
    const perReader = Math.floor((this.#memoryBytes - PROCESS_BYTES) / this.#readers)
    return perReader - this.#fixedBytes(columns)
  }

  /** What a reader takes however little it is given: one alone reads in the main thread. */
  #fixedBytes(columns: number): number {
    const threadBytes = this.#readers === 1 ? 0 : THREAD_BYTES
    return threadBytes + READER_BYTES + WRITER_BYTES[this.#writer] + columns * COLUMN_BYTES
  }

  #requireRoom(columns: number, andColumns: string): void {
    if (this.#roomBytes(columns) >= LEAST_ROOM_BYTES) return
    const readers = this.#readers
    const leastBytes = PROCESS_BYTES + readers * (this.#fixedBytes(columns) + LEAST_ROOM_BYTES)
    const by = this.#writer === DEFAULT_WRITER ? '' : ` with writer ${this.#writer}`
    const workers = `${readers} ${readers === 1 ? 'worker' : 'workers'}${by}`
    const fewer = readers === 1 ? '' : ', or lower --workers'
    throw new CliError(
      'usage',
      `--memory ${megabytes(this.#memoryBytes)}: expected at least ${megabytes(leastBytes)} for ${workers}${andColumns}; raise it${fewer}`,
    )
  }
}

/** Each reader has room for a row group of the default size. */
export function defaultMemoryBytes(readers: number, writer: Writer): number {
  return PROCESS_BYTES + (216 * MIB + WRITER_BYTES[writer]) * Math.max(2, readers)
}

/** As the flag takes it. */
function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / MIB)}MB`
}

const LOOKUPS_PART = 0.3
const ROWS_PART = 0.35
/** In the receive buffer, in its page, and in the page's compressed or uncompressed copy. */
const ROW_COPIES = 3
/** The rest is for the batch after which open files are looked at. */
const BUFFERED_PART = 0.9
const ROW_GROUP_PART = 0.9
