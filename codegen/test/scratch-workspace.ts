import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { openWorkspace, type Workspace } from '../src/index.ts'

const repository = resolve(import.meta.dirname, '../..')
const BIN = join(repository, 'node_modules/.bin')

/** What a program printed and how it ended. */
export interface Outcome {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

/** An empty workspace in a temporary folder whose tasks resolve the packages of this repository. */
export class ScratchWorkspace implements AsyncDisposable {
  readonly root: string
  readonly workspace: Workspace

  private constructor(root: string) {
    this.root = root
    this.workspace = openWorkspace(root)
  }

  static async create(): Promise<ScratchWorkspace> {
    const scratch = new ScratchWorkspace(await mkdtemp(join(tmpdir(), 'carmilla-codegen-')))
    await mkdir(scratch.workspace.tasksFolder)
    await mkdir(scratch.workspace.generatedFolder)
    await symlink(join(repository, 'tasks/node_modules'), join(scratch.root, 'node_modules'))
    await writeFile(join(scratch.root, 'package.json'), '{ "type": "module" }')
    await writeFile(scratch.workspace.personalDataFile, NO_PERSONAL_DATA)
    await writeFile(join(scratch.root, 'tsconfig.json'), JSON.stringify(tsconfig))
    return scratch
  }

  /** Every file of `generated/` and `tasks/`, by its path. */
  async files(): Promise<Readonly<Record<string, string>>> {
    const files: Record<string, string> = {}
    for (const folder of ['generated', 'tasks']) {
      for (const name of (await readdir(join(this.root, folder))).toSorted()) {
        files[`${folder}/${name}`] = await this.read(`${folder}/${name}`)
      }
    }
    return files
  }

  read(path: string): Promise<string> {
    return readFile(join(this.root, path), 'utf8')
  }

  write(path: string, text: string): Promise<void> {
    return writeFile(join(this.root, path), text)
  }

  remove(path: string): Promise<void> {
    return rm(join(this.root, path))
  }

  /** Runs the command as the Makefile does. */
  codegen(url: string, ...args: readonly string[]): Promise<Outcome> {
    return outcomeOf(process.execPath, [
      '--conditions=source',
      join(repository, 'codegen/src/main.ts'),
      ...args,
      '--workspace',
      this.root,
      '--database-url',
      url,
    ])
  }

  /** Checks types and layout of all that was written. */
  async compile(): Promise<string> {
    const layout = await outcomeOf(join(BIN, 'oxfmt'), [
      '--check',
      '--config',
      join(repository, '.oxfmtrc.json'),
      this.workspace.tasksFolder,
    ])
    return (await this.compilerErrors()) + (layout.status === 0 ? '' : layout.stdout)
  }

  /** What the compiler prints of all that was written, paths from the root of the workspace. */
  async compilerErrors(...options: readonly string[]): Promise<string> {
    const args = ['--project', this.root, '--pretty', 'false', ...options]
    const { stdout } = await outcomeOf(join(BIN, 'tsc'), args, this.root)
    return stdout
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.root, { recursive: true, force: true })
  }
}

/** Tests that are not about personal data take every column as it is. */
const NO_PERSONAL_DATA = `export default { policy: 'off', columns: {} }\n`

const tsconfig = {
  extends: join(repository, 'tsconfig.base.json'),
  compilerOptions: {
    composite: false,
    declarationMap: false,
    isolatedDeclarations: false,
    noEmit: true,
    rewriteRelativeImportExtensions: false,
    typeRoots: [join(repository, 'node_modules/@types')],
  },
  include: ['generated/*.ts', 'tasks/*.ts', 'personal-data.ts'],
}

function outcomeOf(program: string, args: readonly string[], cwd?: string): Promise<Outcome> {
  return new Promise((resolveOutcome, reject) => {
    execFile(program, args, { cwd }, (error, stdout, stderr) => {
      const status = error === null ? 0 : error.code
      if (typeof status === 'number') resolveOutcome({ status, stdout, stderr })
      else reject(error)
    })
  })
}
