import type { Task } from '@carmilla/transform'
import { CliError } from '../errors.ts'

const MIB = 1024 * 1024

/**
 * What the process takes whatever it reads: Node.js and its modules 105 MiB, and what the heap grows
 * to, compiled code, and gaps in between; measured on Linux with Node.js 24.
 */
export const PROCESS_BYTES: number = 128 * MIB

/** What each further worker thread takes for a heap and compiled code of its own. */
export const THREAD_BYTES: number = 48 * MIB

/** What a reader takes for rows of any usual length: receive buffers, positions, decoded columns, compressor. */
export const READER_BYTES: number = 12 * MIB

/** What a column takes whatever is in it: buffers that grow by doubling leave gaps behind. */
export const COLUMN_BYTES: number = 192 * 1024

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

  /**
   * @param memoryBytes nobody's wish when undefined: then {@link defaultMemoryBytes}, and a record of
   * many columns takes more.
   * @param readers most readers at once.
   * @throws {CliError} `usage` when it is too little to work with.
   */
  constructor(memoryBytes: number | undefined, readers: number) {
    this.#isCeiling = memoryBytes !== undefined
    this.#memoryBytes = memoryBytes ?? defaultMemoryBytes(readers)
    this.#readers = Math.max(1, readers)
    this.#requireRoom(0, '')
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
    }
  }

  /** What one reader has for rows, files and lookups. */
  #roomBytes(columns: number): number {
    const threadBytes = (this.#readers - 1) * THREAD_BYTES
    const perReader = Math.floor((this.#memoryBytes - PROCESS_BYTES - threadBytes) / this.#readers)
    return perReader - READER_BYTES - columns * COLUMN_BYTES
  }

  #requireRoom(columns: number, andColumns: string): void {
    if (this.#roomBytes(columns) >= LEAST_ROOM_BYTES) return
    const readers = this.#readers
    const perReader = READER_BYTES + columns * COLUMN_BYTES + LEAST_ROOM_BYTES
    const leastBytes = PROCESS_BYTES + (readers - 1) * THREAD_BYTES + readers * perReader
    const workers = `${readers} ${readers === 1 ? 'worker' : 'workers'}`
    const fewer = readers === 1 ? '' : ', or lower --workers'
    throw new CliError(
      'usage',
      `--memory ${megabytes(this.#memoryBytes)}: expected at least ${megabytes(leastBytes)} for ${workers}${andColumns}; raise it${fewer}`,
    )
  }
}

/** Each reader has room for a row group of the default size. */
export function defaultMemoryBytes(readers: number): number {
  return (128 + 192 * Math.max(2, readers)) * MIB
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
