import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

/**
 * What does not compile, where, and in which words.
 *
 * A line of a fixture that must fail ends in `// error: <text that its message contains>` (behind an
 * opening bracket the formatter moves it to a line of its own, below); every other line must
 * compile. The fixtures are compiled once, all together.
 */
const FIXTURES = join(import.meta.dirname, 'types')
const TSC = join(import.meta.dirname, '../../../node_modules/typescript/bin/tsc')

test('gives every wrong line of a task its sentence, and no other line an error', async () => {
  const [expected, actual] = await Promise.all([readExpectations(), compile()])
  expect(differences(expected, actual)).toEqual([])
  expect(expected.size).toBeGreaterThan(0)
}, 60_000)

/** Places are `file:line`. */
type Messages = ReadonlyMap<string, string>

async function readExpectations(): Promise<Messages> {
  const names = (await readdir(FIXTURES)).filter((name) => name.endsWith('.ts'))
  const expected = new Map<string, string>()
  for (const name of names) {
    const lines = (await readFile(join(FIXTURES, name), 'utf8')).split('\n')
    lines.forEach((line, index) => {
      const [, code, text] = /^(.*)\/\/ error: (.+)$/.exec(line) ?? []
      if (text === undefined) return
      expected.set(`${name}:${code?.trim() === '' ? index : index + 1}`, text)
    })
  }
  return expected
}

/** Errors of the compiler by place; the messages of one line are joined. */
async function compile(): Promise<Messages> {
  const found = new Map<string, string>()
  let place = ''
  for (const line of (await runCompiler()).split('\n')) {
    const head = /^(.+)\((\d+),\d+\): (error .+)$/.exec(line)
    if (head !== null) place = `${head[1]}:${head[2]}`
    if (line !== '') found.set(place, [found.get(place) ?? [], head?.[3] ?? line].flat().join('\n'))
  }
  return found
}

async function runCompiler(): Promise<string> {
  try {
    const options = ['--noEmit', '--pretty', 'false', '--project', FIXTURES]
    return (await promisify(execFile)(process.execPath, [TSC, ...options], { cwd: FIXTURES }))
      .stdout
  } catch (error) {
    if (error instanceof Error && 'stdout' in error && typeof error.stdout === 'string') {
      return error.stdout
    }
    throw error
  }
}

/** One line for people for each place that is not as expected. */
function differences(expected: Messages, actual: Messages): readonly string[] {
  const places = new Set([...expected.keys(), ...actual.keys()])
  return [...places].flatMap((place) => {
    const text = expected.get(place)
    const message = actual.get(place)
    if (message === undefined) return [`${place}: compiles; expected: ${text}`]
    if (text === undefined) return [`${place}: does not compile: ${message}`]
    return message.includes(text) ? [] : [`${place}: expected: ${text}\n  got: ${message}`]
  })
}
