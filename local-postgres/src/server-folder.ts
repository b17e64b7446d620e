import { randomBytes } from 'node:crypto'
import {
  chownSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { FOLDER_PREFIX } from './binaries.ts'
import { LocalPostgresError } from './error.ts'
import { canBeEnteredByOthers, temporaryRoot, type ServerAccount } from './server-account.ts'

/** Milliseconds after which a folder without a running server counts as left behind. */
const ABANDONED_AFTER_MS = 60 * 60 * 1000

/** The folder that one server works in: `data` (the cluster), `password` and a log. */
export interface ServerFolder {
  readonly path: string
  readonly throwAway: boolean
  readonly password: string
  readonly logFile: string
  /** How the server is told where its data is, or '' for the plain path. */
  readonly dataPath: string
  /** Process id of the server that is ready for connections here, if one is. */
  readyServerPid(): number | undefined
  /** Says why a server could not start here, from the last part of its log. */
  startFailure(output: string, port: number): LocalPostgresError
}

/**
 * Makes a throw-away folder, or opens (and makes) a kept one.
 *
 * @throws {LocalPostgresError} `data_folder_unusable`
 */
export function openServerFolder(
  kept: string | undefined,
  account: ServerAccount | undefined,
): ServerFolder {
  const path =
    kept === undefined
      ? mkdtempSync(join(temporaryRoot(account), `${FOLDER_PREFIX}data-`))
      : resolve(kept)
  try {
    if (kept !== undefined) makeFolder(path)
    if (account !== undefined) chownSync(path, account.uid, account.gid)
    return {
      path,
      throwAway: kept === undefined,
      password: password(path, account),
      logFile: `server-${randomBytes(6).toString('hex')}.log`,
      dataPath: dataPath(path, account),
      readyServerPid: () => readyServerPid(path),
      startFailure: (output, port) => startFailure(path, output, port),
    }
  } catch (cause) {
    if (cause instanceof LocalPostgresError) throw cause
    throw new LocalPostgresError(
      `data folder ${path}: cannot be used by this user; remove it or name another one`,
      { code: 'data_folder_unusable', context: { folder: path }, cause },
    )
  }
}

/**
 * Removes throw-away folders whose server and supervisor were both killed outright. A folder is
 * left alone while its server runs, and for an hour in any case.
 */
export function removeAbandonedFolders(account: ServerAccount | undefined): void {
  const root = temporaryRoot(account)
  for (const name of readdirSync(root)) {
    const isOneRunOnly = ['data-', 'partial-'].some((kind) => name.startsWith(FOLDER_PREFIX + kind))
    if (!isOneRunOnly) continue
    const folder = join(root, name)
    try {
      const ageMs = Date.now() - statSync(folder).mtimeMs
      if (ageMs < ABANDONED_AFTER_MS || isRunning(serverPid(folder))) continue
      rmSync(folder, { recursive: true, force: true })
    } catch {
      // Another user's, or another process was quicker: not ours to remove.
    }
  }
}

function makeFolder(path: string): void {
  mkdirSync(dirname(path), { recursive: true })
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    if (!isExists(error)) throw error
  }
}

/** The file that a running server keeps: line 1 is its process id, line 8 its state. */
function stateLines(folder: string): string[] {
  try {
    return readFileSync(join(folder, 'data/postmaster.pid'), 'utf8').split('\n')
  } catch {
    return []
  }
}

function serverPid(folder: string): number | undefined {
  const pid = Number(stateLines(folder)[0])
  return Number.isInteger(pid) && pid > 0 ? pid : undefined
}

function readyServerPid(folder: string): number | undefined {
  const stateLine = 7
  return stateLines(folder)[stateLine]?.trim() === 'ready' ? serverPid(folder) : undefined
}

function isRunning(pid: number | undefined): boolean {
  if (pid === undefined) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/**
 * A server that may not enter the folders above its own (root's home, while it runs as nobody) is
 * given its working folder, which Linux lets it open by this name.
 */
function dataPath(folder: string, account: ServerAccount | undefined): string {
  if (account === undefined || canBeEnteredByOthers(resolve(folder, '..'))) return ''
  if (process.platform === 'linux') return '/proc/self/cwd'
  throw new LocalPostgresError(
    `data folder ${folder}: not reachable for the account that the server runs as; run as an ordinary user`,
    { code: 'data_folder_unusable', context: { folder } },
  )
}

/** Reads the superuser's password, or makes one; of several processes at once the first one wins. */
function password(folder: string, account: ServerAccount | undefined): string {
  const file = join(folder, 'password')
  const aside = join(folder, `password-${randomBytes(6).toString('hex')}`)
  writeFileSync(aside, `${randomBytes(18).toString('base64url')}\n`, { mode: 0o600 })
  try {
    if (account !== undefined) chownSync(aside, account.uid, account.gid)
    linkSync(aside, file)
  } catch (error) {
    if (!isExists(error)) throw error
  } finally {
    rmSync(aside)
  }
  return readFileSync(file, 'utf8').trim()
}

function isExists(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST'
}

function startFailure(folder: string, output: string, port: number): LocalPostgresError {
  const context = { folder, port }
  if (output.includes('lock file "postmaster.pid" already exists')) {
    const pid = serverPid(folder) ?? 'unknown'
    return new LocalPostgresError(
      `data folder ${folder}: in use by the server with process id ${pid}; end the command that started it first`,
      { code: 'data_folder_in_use', retriable: true, context },
    )
  }
  if (output.includes('could not create any TCP/IP sockets')) {
    return new LocalPostgresError(`port ${port} on 127.0.0.1: taken by another program`, {
      code: 'port_taken',
      retriable: true,
      context,
    })
  }
  if (output.includes('database files are incompatible')) {
    return new LocalPostgresError(
      `data folder ${folder}: written by another Postgres version; remove the folder to start afresh`,
      { code: 'data_folder_unusable', context },
    )
  }
  return new LocalPostgresError(`server in ${folder}: ended at its start, ${output.trim()}`, {
    code: 'start_failed',
    context,
  })
}
