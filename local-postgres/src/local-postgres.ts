import { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { locateBinaries } from './binaries.ts'
import { LocalPostgresError } from './error.ts'
import { otherServerAccount } from './server-account.ts'
import { openServerFolder, removeAbandonedFolders, type ServerFolder } from './server-folder.ts'
import { serverArguments } from './server-settings.ts'
import { spawnSupervisor, type Supervisor } from './supervisor.ts'

/** Milliseconds a start may take, crash recovery of a kept data folder included. */
export const DEFAULT_START_TIMEOUT_MS = 120_000

/** Milliseconds to wait for a data folder to become free: a server that lost its owner ends within a second. */
export const DEFAULT_IN_USE_WAIT_MS = 10_000

/** The supervisor's first line, when it came as far as starting the server. */
const PID_LINE = /^(\d+)\n/
const POLL_MS = 20
const IN_USE_POLL_MS = 250
/** A free port can be taken before the server binds it; this often in a row it is not chance. */
const PORT_ATTEMPTS = 5

/** How to start a {@link LocalPostgres}. Everything is optional. */
export interface LocalPostgresOptions {
  /**
   * Folder to keep the data in, made when absent; it survives an unclean end, and one server at a
   * time can use it. Without it the data is thrown away with the server, and writes are not synced.
   */
  readonly dataFolder?: string
  /** Fixed TCP port; by default a free one. */
  readonly port?: number
  /** Server settings over the built-in ones, such as `{ wal_level: 'replica' }`. */
  readonly settings?: Readonly<Record<string, string>>
  /** Milliseconds the start may take; {@link DEFAULT_START_TIMEOUT_MS}. */
  readonly startTimeoutMs?: number
  /** Milliseconds to wait while another server uses the folder; {@link DEFAULT_IN_USE_WAIT_MS}. */
  readonly inUseWaitMs?: number
}

/** A running server. It never outlives the process that started it, even one killed outright. */
export interface LocalPostgres extends AsyncDisposable {
  /** Superuser connection to the database `postgres`, over TCP on 127.0.0.1. */
  readonly url: string
  readonly port: number
  /** Process id of the server. */
  readonly pid: number
  /** Stops the server and waits for its end; connections still open are cut. Safe to call twice. */
  stop(): Promise<void>
}

/**
 * Starts a real Postgres server from the binaries that npm carries, contrib extensions included.
 *
 * @example
 * await using server = await startLocalPostgres()
 * const client = new pg.Client(server.url)
 *
 * @throws {LocalPostgresError} any code but `bad_arguments` and `preparation_failed`
 */
export async function startLocalPostgres(
  options: LocalPostgresOptions = {},
): Promise<LocalPostgres> {
  const account = otherServerAccount()
  const binaries = await locateBinaries(account)
  if (options.dataFolder === undefined) removeAbandonedFolders(account)
  const inUseUntil = Date.now() + (options.inUseWaitMs ?? DEFAULT_IN_USE_WAIT_MS)

  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort())
    const folder = openServerFolder(options.dataFolder, account)
    const supervisor = spawnSupervisor({
      binaries,
      folder: folder.path,
      dataPath: folder.dataPath,
      throwAway: folder.throwAway,
      logFile: folder.logFile,
      serverArguments: serverArguments(port, folder.throwAway, options.settings ?? {}),
      account,
    })
    const server = new SupervisedServer(supervisor, folder, port)
    try {
      await server.ready(options.startTimeoutMs ?? DEFAULT_START_TIMEOUT_MS)
      return server
    } catch (error) {
      await server.stop()
      if (!(error instanceof LocalPostgresError)) throw error
      const inUse = error.code === 'data_folder_in_use' && Date.now() < inUseUntil
      const portLost =
        error.code === 'port_taken' && options.port === undefined && attempt < PORT_ATTEMPTS
      if (!inUse && !portLost) throw error
      if (inUse) await sleep(IN_USE_POLL_MS)
    }
  }
}

class SupervisedServer implements LocalPostgres {
  readonly url: string
  readonly port: number
  pid = 0
  readonly #supervisor: Supervisor
  readonly #folder: ServerFolder
  readonly #ended: Promise<unknown>
  #hasEnded = false
  #output = ''

  constructor(supervisor: Supervisor, folder: ServerFolder, port: number) {
    this.#supervisor = supervisor
    this.#folder = folder
    this.port = port
    this.url = `postgres://postgres:${folder.password}@127.0.0.1:${port}/postgres`
    this.#ended = once(supervisor, 'close')
    const markEnded = () => {
      this.#hasEnded = true
    }
    this.#ended.then(markEnded, markEnded)
    supervisor.stdin.on('error', () => {})
    supervisor.stdout.setEncoding('utf8').on('data', (text: string) => (this.#output += text))
    // A program that has nothing else to do may end; the server ends with it.
    this.#keepOwnerRunning(false)
  }

  async ready(timeoutMs: number): Promise<void> {
    const deadline = Date.now() + timeoutMs
    while (!this.#hasEnded) {
      this.pid = Number(PID_LINE.exec(this.#output)?.[1] ?? 0)
      if (this.pid !== 0 && this.#folder.readyServerPid() === this.pid) return
      if (Date.now() > deadline) {
        throw new LocalPostgresError(
          `server in ${this.#folder.path}: not ready after ${timeoutMs} ms`,
          {
            code: 'start_timed_out',
            retriable: true,
            context: { folder: this.#folder.path, timeoutMs },
          },
        )
      }
      await sleep(POLL_MS)
    }
    throw this.#folder.startFailure(this.#output.replace(PID_LINE, ''), this.port)
  }

  async stop(): Promise<void> {
    this.#keepOwnerRunning(true)
    this.#supervisor.stdin.end()
    await this.#ended
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop()
  }

  #keepOwnerRunning(isKept: boolean): void {
    const { stdin, stdout } = this.#supervisor
    for (const handle of [this.#supervisor, stdin, stdout]) {
      // The pipes of a child process are sockets, which their types do not say.
      if (!(handle instanceof ChildProcess || handle instanceof Socket)) continue
      if (isKept) handle.ref()
      else handle.unref()
    }
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new TypeError('no port was given')
  return address.port
}
