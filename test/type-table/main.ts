// Writes docs/types.md from the code; with --check, fails when the committed file is another.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { typeDocument } from './type-document.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const DOCUMENT = 'docs/types.md'

const path = resolve(ROOT, DOCUMENT)
const text = laidOut(await typeDocument())
if (!process.argv.includes('--check')) {
  writeFileSync(path, text)
  console.log(`wrote ${DOCUMENT}`)
} else if (readFileSync(path, 'utf8') === text) {
  console.log(`${DOCUMENT} is what the code says`)
} else {
  console.log(`${DOCUMENT}: not what the code says; run make type-table`)
  process.exitCode = 1
}

/** As `make lint` wants it. */
function laidOut(markdown: string): string {
  const { status, stdout, stderr } = spawnSync('oxfmt', ['--stdin-filepath', DOCUMENT], {
    cwd: ROOT,
    input: markdown,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`oxfmt failed: ${stderr}`)
  return stdout
}
