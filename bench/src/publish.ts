import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { replaceBetweenMarkers } from './report/markers.ts'

const FORMATTER = new URL('../../node_modules/.bin/oxfmt', import.meta.url).pathname
const PICTURE = 'performance.svg'
const PICTURE_SAYS =
  'Rows per second, rows per client CPU second and peak memory, by table and contender'

/**
 * Writes the results into performance.md of a folder, and the picture beside it; says what was written.
 *
 * @throws {Error} before anything is written, when the document lacks the marks
 */
export async function publishResults(
  folder: string,
  shown: string,
  picture: string,
): Promise<string> {
  const text = `![${PICTURE_SAYS}](${PICTURE})\n\n${shown}`
  const document = await replaceIn(folder, 'bench', text)
  await writeFile(`${folder}/${PICTURE}`, picture)
  return `written: ${document}, and ${PICTURE} beside it`
}

/** Writes the CPU profiles into performance.md of a folder; says what was written. */
export async function publishProfile(folder: string, shown: string): Promise<string> {
  return `written: ${await replaceIn(folder, 'profile', shown)}`
}

async function replaceIn(folder: string, marks: string, text: string): Promise<string> {
  const document = `${folder}/performance.md`
  await writeFile(document, replaceBetweenMarkers(await readFile(document, 'utf8'), marks, text))
  await promisify(execFile)(FORMATTER, [document])
  return document
}
