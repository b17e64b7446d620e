import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { publishProfile, publishResults } from '../src/publish.ts'

const DOCUMENT = `# Page

<!-- profile: begin -->

old profile

<!-- profile: end -->

Between.

<!-- bench: begin -->

old results

<!-- bench: end -->
`

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carmilla-publish-'))
})
afterEach(() => rm(folder, { recursive: true }))

const page = () => readFile(join(folder, 'performance.md'), 'utf8')

test('results and picture are replaced together, and the profile by itself', async () => {
  await writeFile(join(folder, 'performance.md'), DOCUMENT)
  await publishResults(folder, 'new results', '<svg/>')
  await publishProfile(folder, '| a | b |\n| --- | --: |\n| stage | 1 |')
  const text = await page()
  expect(text).toContain('](performance.svg)\n\nnew results\n')
  expect(text).toContain('| stage |   1 |')
  expect(text).toContain('\nBetween.\n')
  expect(text).not.toContain('old')
  expect(await readFile(join(folder, 'performance.svg'), 'utf8')).toBe('<svg/>')
})

test('nothing is written when the page lacks the marks', async () => {
  await writeFile(join(folder, 'performance.md'), '# Page\n')
  await expect(publishResults(folder, 'new', '<svg/>')).rejects.toThrow('lacks <!-- bench: begin')
  expect(await page()).toBe('# Page\n')
  expect(await readdir(folder)).toEqual(['performance.md'])
})
