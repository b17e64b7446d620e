import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname } from 'node:path'

/** The user and group that the server's processes run as. */
export interface ServerAccount {
  readonly uid: number
  readonly gid: number
}

/** `nobody` on Linux; the account must have a name, or `initdb` refuses it. */
const NOBODY_ID = 65_534

/**
 * Tells which other account the server must run as, or `undefined` when it can run as this one.
 * Postgres refuses to run as root.
 */
export function otherServerAccount(): ServerAccount | undefined {
  return process.getuid?.() === 0 ? { uid: nobody('-u'), gid: nobody('-g') } : undefined
}

/** Asks the system, because the number differs between Linux and macOS. */
function nobody(kind: '-u' | '-g'): number {
  const id = Number.parseInt(spawnSync('id', [kind, 'nobody'], { encoding: 'utf8' }).stdout, 10)
  return Number.isNaN(id) ? NOBODY_ID : id
}

/**
 * Tells whether every folder down to `path`, itself included, can be entered by an unrelated account.
 * A home folder with mode 0700 above `path` is the usual reason why not.
 */
export function canBeEnteredByOthers(path: string): boolean {
  const othersExecute = 0o001
  if ((statSync(path).mode & othersExecute) === 0) return false
  const parent = dirname(path)
  return parent === path || canBeEnteredByOthers(parent)
}

/** Gives the temporary folder to put server files in: one that the server's account can enter. */
export function temporaryRoot(account: ServerAccount | undefined): string {
  if (account === undefined || canBeEnteredByOthers(tmpdir())) return tmpdir()
  return '/tmp'
}
