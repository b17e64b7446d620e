import { randomUUID } from 'node:crypto'
import {
  type FileHandle,
  link,
  mkdir,
  open,
  readdir,
  rename,
  rmdir,
  stat,
  unlink,
} from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { threadId } from 'node:worker_threads'
import { localWriteFailure, systemCode } from './local-failure.ts'
import { isSurelyDead, type ProcessIdentity, thisProcess } from './process-identity.ts'

/** Folder of unfinished files below a local target: out of sight of whoever globs a table. */
export const STAGING_FOLDER = '_tmp'

/** How often a folder that a concurrent clean-up removed is made again. */
const FOLDER_ATTEMPTS = 5

/**
 * Makes files that appear whole or not at all: written and synced under `_tmp/<process and thread>/`, then
 * hard-linked to their place, which fails when something is there already.
 *
 * What a killed process left under `_tmp` is removed by the next process that writes.
 */
export class StagingArea {
  readonly #root: string
  readonly #folder: string
  #swept: Promise<void> | undefined

  constructor(root: string) {
    this.#root = root
    this.#folder = join(root, STAGING_FOLDER, folderName(thisProcess(), threadId))
  }

  /**
   * Removes what a thread of this process left behind that has died; never fails.
   *
   * @param thread - its `threadId`.
   */
  async discardOf(thread: number): Promise<void> {
    const folder = join(this.#root, STAGING_FOLDER, folderName(thisProcess(), thread))
    await removeFolder(folder).catch(ignore)
  }

  /** @throws {LoadError} `target_not_writable`, `target_full` */
  async create(): Promise<StagedFile> {
    await (this.#swept ??= sweep(join(this.#root, STAGING_FOLDER)))
    const path = join(this.#folder, `${randomUUID()}.tmp`)
    try {
      const handle = await withFolder(this.#folder, () => open(path, 'wx'))
      return new StagedFile(path, handle)
    } catch (error) {
      throw localWriteFailure(error, path)
    }
  }
}

/** A file that nobody sees yet. */
export class StagedFile {
  readonly #path: string
  readonly #handle: FileHandle
  #open = true
  #placed = false

  constructor(path: string, handle: FileHandle) {
    this.#path = path
    this.#handle = handle
  }

  async write(bytes: Uint8Array): Promise<void> {
    let offsetBytes = 0
    while (offsetBytes < bytes.length) {
      const { bytesWritten } = await this.#handle.write(bytes, offsetBytes)
      offsetBytes += bytesWritten
    }
  }

  /** Makes the file durable at `path`; false, and nothing changes, when something is there. */
  async linkTo(path: string): Promise<boolean> {
    await this.#sync()
    try {
      await withFolder(dirname(path), () => link(this.#path, path))
    } catch (error) {
      if (systemCode(error) === 'EEXIST') return false
      throw error
    }
    this.#placed = true
    await syncFolder(dirname(path))
    await this.discard()
    return true
  }

  /** Makes the file durable at `path` in place of what is there. */
  async replace(path: string): Promise<void> {
    await this.#sync()
    await rename(this.#path, path)
    await syncFolder(dirname(path))
    await this.discard()
  }

  /** Whether the file reached its place, whatever failed afterwards. */
  get placed(): boolean {
    return this.#placed
  }

  /** Removes the unfinished file; harmless when there is none. */
  async discard(): Promise<void> {
    await this.#closeHandle()
    await unlink(this.#path).catch(ignore)
    await rmdir(dirname(this.#path)).catch(ignore)
  }

  async #sync(): Promise<void> {
    await this.#handle.sync()
    await this.#closeHandle()
  }

  async #closeHandle(): Promise<void> {
    if (!this.#open) return
    this.#open = false
    await this.#handle.close()
  }
}

/** Runs `action`, making `folder` (durably) whenever it is missing. */
async function withFolder<Result>(folder: string, action: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await action()
    } catch (error) {
      if (systemCode(error) !== 'ENOENT' || attempt === FOLDER_ATTEMPTS) throw error
    }
    await makeFolder(folder)
  }
}

/**
 * Makes a folder and those above it, each durable as an entry of the one above it: without that, a
 * power cut may lose the path. Not `mkdir` with `recursive`, which says ENOENT for a read-only disk.
 */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder)
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return
    if (systemCode(error) !== 'ENOENT' || dirname(folder) === folder) throw error
    await makeFolder(dirname(folder))
    await mkdir(folder).catch((again: unknown) => {
      if (systemCode(again) !== 'EEXIST') throw again
    })
  }
  await syncFolder(dirname(folder))
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Removes what processes that are surely dead left behind; never fails. */
async function sweep(staging: string): Promise<void> {
  const names = await readdir(staging).catch(() => [])
  for (const name of names) {
    const folder = join(staging, name)
    await sweepFolder(folder, identityOf(name)).catch(ignore)
  }
}

async function sweepFolder(folder: string, identity: ProcessIdentity): Promise<void> {
  const { mtimeMs } = await stat(folder)
  if (!isSurelyDead(identity, mtimeMs)) return
  await removeFolder(folder)
}

async function removeFolder(folder: string): Promise<void> {
  for (const file of await readdir(folder)) {
    if (file.endsWith('.tmp')) await unlink(join(folder, file))
  }
  await rmdir(folder)
}

/** The main thread is not named. */
function folderName(identity: ProcessIdentity, thread: number): string {
  const { bootId, pidNamespace, pid, startTicks } = identity
  const process = [bootId ?? '', pidNamespace ?? '', pid, startTicks ?? '']
  return [...process, ...(thread === 0 ? [] : [thread])].join('.')
}

function identityOf(name: string): ProcessIdentity {
  const [bootId, pidNamespace, pid, startTicks] = name.split('.')
  const complete = pid !== undefined && /^\d+$/.test(pid)
  return {
    host: '',
    bootId: complete ? bootId || null : null,
    pidNamespace: pidNamespace || null,
    pid: complete ? Number(pid) : 0,
    startTicks: startTicks || null,
  }
}

function ignore(): void {}
