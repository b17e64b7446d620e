import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { readCommand, type Contender } from '../contender.ts'
import { measure } from '../measure.ts'
import { withOriginalFiles } from './original-files.ts'
import type { CpuProfile } from './stages.ts'

/** Runs a contender that is a Node program on one table, and reads the CPU profile of its main thread. */
export async function takeProfile(
  contender: Contender,
  options: {
    readonly node: string
    readonly repository: string
    readonly url: string
    readonly table: string
    readonly outFolder: string
  },
): Promise<CpuProfile> {
  const { node, repository, url, table, outFolder } = options
  const out = `${outFolder}/profile`
  await rm(out, { recursive: true, force: true })
  await mkdir(out, { recursive: true })
  const places = { node, repository, home: '', url, out, tables: [table] }
  const [program = '', ...rest] = readCommand(contender, places)
  try {
    await measure([program, '--cpu-prof', `--cpu-prof-dir=${out}`, ...rest], {
      cwd: `${repository}/bench`,
      env: process.env,
    })
    const file = (await readdir(out)).find((name) => name.endsWith('.cpuprofile'))
    if (file === undefined) throw new Error(`${contender.name}: left no profile`)
    return await withOriginalFiles(asProfile(JSON.parse(await readFile(`${out}/${file}`, 'utf8'))))
  } finally {
    await rm(out, { recursive: true, force: true })
  }
}

function asProfile(value: unknown): CpuProfile {
  if (!isProfile(value)) throw new Error('profile: not as V8 writes it')
  return value
}

function isProfile(value: unknown): value is CpuProfile {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['nodes', 'samples', 'timeDeltas'].every((field) => field in value)
  )
}
