import { readdir, readFile, unlink } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { LoadError } from './errors.ts'
import { localReadFailure, localWriteFailure, systemCode } from './local-failure.ts'
import { StagingArea } from './staging-area.ts'
import { CATALOG_FOLDER, entryName, entryNumber, type VersionStore } from './version-store.ts'

/** Entries as files, `_catalog/<table>/0000000001.json`: the file system lets exactly one process make one. */
export class LocalVersionStore implements VersionStore {
  readonly #root: string
  readonly #staging: StagingArea

  constructor(directory: string) {
    this.#root = join(resolve(directory), CATALOG_FOLDER)
    this.#staging = new StagingArea(resolve(directory))
  }

  placeOf(folder: string, number: number): string {
    return join(this.#root, folder, entryName(number))
  }

  folders(): Promise<readonly string[]> {
    return listFolder(this.#root)
  }

  async numbers(folder: string): Promise<readonly number[]> {
    const names = await listFolder(join(this.#root, folder))
    return names.flatMap((name) => entryNumber(name) ?? []).toSorted((left, right) => left - right)
  }

  async read(folder: string, number: number): Promise<string | undefined> {
    const path = this.placeOf(folder, number)
    return readFile(path, 'utf8').catch((error: unknown) => {
      if (systemCode(error) === 'ENOENT') return undefined
      throw localReadFailure(error, path)
    })
  }

  async create(folder: string, number: number, text: string): Promise<boolean> {
    const path = this.placeOf(folder, number)
    const file = await this.#staging.create()
    try {
      await file.write(Buffer.from(text))
      const created = await file.linkTo(path)
      if (!created) await file.discard()
      return created
    } catch (error) {
      await file.discard()
      if (!file.placed) throw localWriteFailure(error, path)
      throw new LoadError(
        'commit_unknown',
        `\`${path}\`: written, but the disk did not confirm it; look at the table before running again`,
        { cause: error, context: { path } },
      )
    }
  }

  async empty(folder: string, number: number): Promise<void> {
    const path = this.placeOf(folder, number)
    const file = await this.#staging.create()
    try {
      await file.replace(path)
    } catch (error) {
      await file.discard()
      throw localWriteFailure(error, path)
    }
  }

  async remove(folder: string, number: number): Promise<void> {
    const path = this.placeOf(folder, number)
    await unlink(path).catch((error: unknown) => {
      if (systemCode(error) !== 'ENOENT') throw localWriteFailure(error, path)
    })
  }
}

async function listFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    // ENOTDIR: a part of the path is a file; whoever writes there says so.
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return []
    throw localReadFailure(error, folder)
  }
}
