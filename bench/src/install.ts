import { execFile } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { type Contender, fill, type Places } from './contender.ts'

const run = promisify(execFile)

/** A contender that can run here, or why it cannot. */
export type Availability =
  | { readonly contender: Contender; readonly home: string; readonly version: string }
  | { readonly contender: Contender; readonly missing: string }

/**
 * Installs what is missing and asks everybody's version, one after the other: some share a folder.
 *
 * @param options.slowly whether to install what takes minutes
 */
export async function availability(
  contenders: readonly Contender[],
  options: {
    readonly node: string
    readonly repository: string
    readonly peersFolder: string
    readonly slowly: boolean
  },
): Promise<readonly Availability[]> {
  const found: Availability[] = []
  for (const contender of contenders) {
    const home = `${options.peersFolder}/${contender.home ?? 'none'}`
    const { node, repository } = options
    const places = { node, repository, home }
    try {
      if (contender.install !== undefined) await install(contender, places, options.slowly)
      found.push({ contender, home, version: await versionOf(contender, places) })
    } catch (error) {
      found.push({ contender, missing: `${reasonOf(error)}${hintOf(contender)}` })
    }
  }
  return found
}

async function install(contender: Contender, places: Places, slowly: boolean): Promise<void> {
  const commands = (contender.install ?? []).map((command) =>
    command.map((part) => fill(part, places)),
  )
  const stamp = `${places.home}/.installed`
  const wanted = JSON.stringify(commands)
  if ((await readFile(stamp, 'utf8').catch(() => '')) === wanted) return
  if (contender.slowInstall === true && !slowly) {
    throw new Error('not installed, and that takes minutes; make bench-peers does it')
  }
  process.stderr.write(`installing ${contender.name} …\n`)
  await rm(places.home, { recursive: true, force: true })
  await mkdir(places.home, { recursive: true })
  for (const [program = '', ...rest] of commands) await run(program, rest)
  await writeFile(stamp, wanted)
}

async function versionOf({ version }: Contender, places: Places): Promise<string> {
  const [program = '', ...rest] = version.map((part) => fill(part, places))
  const { stdout, stderr } = await run(program, rest)
  return /\d+(\.\d+)+/.exec(`${stdout}${stderr}`)?.[0] ?? 'unknown'
}

function hintOf({ hint }: Contender): string {
  return hint === undefined ? '' : `; ${hint}`
}

/** The last line that a failed command said, or what kept it from starting. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const said =
    'stderr' in error && typeof error.stderr === 'string' ? error.stderr.trim().split('\n') : []
  const last = said.findLast((line) => /error/i.test(line)) ?? said.at(-1) ?? ''
  return last === '' ? error.message : last.trim()
}
