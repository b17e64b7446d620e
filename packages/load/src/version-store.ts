/**
 * The entries of a numbered catalog: one for each version of a table, by the folder of the table and the
 * number of the version. An entry holds a text; that of a forgotten version is empty.
 */
export interface VersionStore {
  /** Where an entry is, for messages. */
  placeOf(folder: string, number: number): string

  /** Folders of all tables that have an entry. */
  folders(): Promise<readonly string[]>

  /** Numbers of all entries of a folder, ascending. */
  numbers(folder: string): Promise<readonly number[]>

  /** The text of an entry; undefined when there is none. */
  read(folder: string, number: number): Promise<string | undefined>

  /**
   * Makes an entry, whole and durable, where none is; false when there is one.
   *
   * @throws {LoadError} `commit_unknown` when it may be there.
   */
  create(folder: string, number: number, text: string): Promise<boolean>

  /** Replaces an entry by an empty one. */
  empty(folder: string, number: number): Promise<void>

  /** Removes an entry; harmless when there is none. */
  remove(folder: string, number: number): Promise<void>
}

/** Folder of the entries below a target. */
export const CATALOG_FOLDER = '_catalog'

/** `0000000001.json`: sorted as text, entries are sorted by number. */
export function entryName(number: number): string {
  return `${number.toString().padStart(NUMBER_DIGITS, '0')}.json`
}

/** The number of an entry; undefined for any other name. */
export function entryNumber(name: string): number | undefined {
  return /^\d{10}\.json$/.test(name) ? Number(name.slice(0, NUMBER_DIGITS)) : undefined
}

const NUMBER_DIGITS = 10
