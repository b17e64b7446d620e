// Compiles every TypeScript example of the documents, and runs those that say so:
//   ```ts        compiled, as a file beside the tasks
//   ```ts run    compiled and run; anything but exit status 0 fails
//   ```ts part   not looked at: a part of something that would not compile alone
import { spawnSync } from 'node:child_process'
import { globSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '..')
const WORK = join(ROOT, '.local/docs-check')
const DOCUMENTS = ['*.md', 'docs/**/*.md', 'packages/*/README.md', '*/README.md']
const FENCE = /^```ts( \w+)?\n(.*?)^```$/gms

interface Example {
  /** Document and line, as editors understand it. */
  readonly place: string
  readonly file: string
  readonly runs: boolean
}

process.exitCode = main()

function main(): number {
  makeWorkFolder()
  const documents = DOCUMENTS.flatMap((pattern) =>
    globSync(pattern, { cwd: ROOT, exclude: (name) => basename(name) === 'node_modules' }),
  )
  const examples = [...new Set(documents)].toSorted().flatMap(writeExamples)
  if (!compile()) return 1
  const failed = examples.filter((example) => example.runs && !run(example))
  console.log(
    `${examples.length} examples in ${documents.length} documents, ${failed.length} failed`,
  )
  return failed.length === 0 ? 0 : 1
}

/** An example sees what a task sees: `../generated`, and the packages by their names. */
function makeWorkFolder(): void {
  rmSync(WORK, { recursive: true, force: true })
  mkdirSync(join(WORK, 'tasks'), { recursive: true })
  mkdirSync(join(WORK, 'node_modules/@carmilla'), { recursive: true })
  symlinkSync(join(ROOT, 'generated'), join(WORK, 'generated'))
  symlinkSync(join(ROOT, 'tasks/node_modules/kysely'), join(WORK, 'node_modules/kysely'))
  for (const manifest of globSync('{packages/*,*}/package.json', { cwd: ROOT })) {
    const { name }: { name: string } = JSON.parse(readFileSync(join(ROOT, manifest), 'utf8'))
    if (!name.startsWith('@carmilla/')) continue
    symlinkSync(join(ROOT, dirname(manifest)), join(WORK, 'node_modules', name))
  }
  const config = {
    extends: '../../tsconfig.base.json',
    compilerOptions: {
      composite: false,
      declarationMap: false,
      isolatedDeclarations: false,
      noEmit: true,
      noUnusedLocals: false,
      rewriteRelativeImportExtensions: false,
      typeRoots: [join(ROOT, 'node_modules/@types')],
    },
    include: ['tasks'],
  }
  writeFileSync(join(WORK, 'tsconfig.json'), JSON.stringify(config))
}

function writeExamples(document: string): Example[] {
  const text = readFileSync(join(ROOT, document), 'utf8')
  return Array.from(text.matchAll(FENCE)).flatMap((match) => {
    const [, kind = '', code = ''] = match
    if (kind === ' part') return []
    const linesBefore = text.slice(0, match.index).split('\n').length
    // Blank lines in front, so that a compiler's line number is the document's.
    const stem = document.replaceAll(/[^\w]+/g, '-')
    const file = join(WORK, 'tasks', `${stem}-${linesBefore}.ts`)
    writeFileSync(file, `${'\n'.repeat(linesBefore)}${code}\nexport {}\n`)
    return [{ place: `${document}:${linesBefore}`, file, runs: kind === ' run' }]
  })
}

function compile(): boolean {
  const files = globSync('tasks/*.ts', { cwd: WORK })
  if (files.length === 0) return true
  return spawnSync('tsc', ['--project', WORK], { stdio: 'inherit', cwd: ROOT }).status === 0
}

function run({ file, place }: Example): boolean {
  const { status } = spawnSync(process.execPath, ['--conditions=source', file], {
    stdio: 'inherit',
  })
  if (status !== 0) console.log(`${place}: ended with exit status ${status}`)
  return status === 0
}
