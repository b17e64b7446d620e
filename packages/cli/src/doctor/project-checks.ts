import { existsSync, readdirSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import type { FoundConfig } from '../config/find-config.ts'
import { formatNumberOf } from '../output/quantity.ts'
import { check, type CheckResult, Fault } from './check.ts'

/** The first release whose zlib has Zstandard in a stable form, and that runs TypeScript as it is. */
const LEAST_NODE_MAJOR = 24

export function checkNode(): Promise<CheckResult> {
  return check('node', () => {
    const { version } = process
    const major = Number(version.slice(1).split('.')[0])
    if (major >= LEAST_NODE_MAJOR) return version
    throw new Fault(
      `version ${version}, expected ${LEAST_NODE_MAJOR} or newer`,
      'run through pnpm: the project brings its own',
    )
  })
}

/** Whether the registry of tasks names exactly the files of `tasks/`. */
export function checkRegistry({ config, path }: FoundConfig): Promise<CheckResult> {
  return check('registry', () => {
    const folder = join(dirname(path), 'tasks')
    const registered = Object.keys(config.tasks)
    if (!existsSync(folder)) return formatNumberOf(registered.length, 'task')
    const files = readdirSync(folder)
      .filter((file) => /^[^.]+\.ts$/.test(file))
      .map((file) => file.slice(0, -'.ts'.length))
    const where = relative(process.cwd(), folder) || '.'
    const missing = files.find((name) => !registered.includes(name))
    const surplus = registered.find((name) => !files.includes(name))
    if (missing === undefined && surplus === undefined) {
      return `${formatNumberOf(registered.length, 'task')}, as in ${where}`
    }
    throw new Fault(
      missing === undefined
        ? `task \`${surplus}\` has no file in ${where}`
        : `${where}/${missing}.ts is not among the tasks`,
      'run `make codegen`',
    )
  })
}
