import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { byName } from './by-name.ts'
import { CodegenError } from './errors.ts'

/** The folders that code generation reads and writes. */
export interface Workspace {
  readonly generatedFolder: string
  readonly tasksFolder: string
  /** Which columns hold personal data, in the words of people. */
  readonly personalDataFile: string
}

/** The workspace that this package belongs to, or the one at `root`. */
export function openWorkspace(root: string = resolve(import.meta.dirname, '../..')): Workspace {
  return {
    generatedFolder: join(root, 'generated'),
    tasksFolder: join(root, 'tasks'),
    personalDataFile: join(root, 'personal-data.ts'),
  }
}

/**
 * Names of the tasks in `tasks/*.ts`, sorted. Tests and declarations are no tasks.
 *
 * @throws {CodegenError} invalid_task_name when a file has a name that no task can have
 */
export async function listTaskNames({ tasksFolder }: Workspace): Promise<readonly string[]> {
  const entries = await ifPresent(readdir(tasksFolder, { withFileTypes: true }))
  return (entries ?? [])
    .filter((entry) => entry.isFile() && /^[^.].*\.ts$/.test(entry.name))
    .map((entry) => entry.name.slice(0, -'.ts'.length))
    .filter((stem) => !/\.(test|test-d|d)$/.test(stem))
    .map(requireTaskName)
    .toSorted(byName)
}

/** The text of a file, or `undefined` when there is none. */
export function readIfPresent(path: string): Promise<string | undefined> {
  return ifPresent(readFile(path, 'utf8'))
}

async function ifPresent<Content>(reading: Promise<Content>): Promise<Content | undefined> {
  try {
    return await reading
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

function requireTaskName(stem: string): string {
  if (/^[a-z0-9_]+$/.test(stem)) return stem
  throw new CodegenError(
    'invalid_task_name',
    `tasks/${stem}.ts: not a name of a task; expected lower-case letters, digits and _; rename the file`,
  )
}
