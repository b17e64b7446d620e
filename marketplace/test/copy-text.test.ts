import { expect, test } from 'vitest'

import { arrayLiteral, copyLine } from '../src/copy-text.ts'

test('separates columns by tabs and ends the line', () => {
  expect(copyLine({ a: 'x', b: 1, c: true, d: false })).toBe('x\t1\tt\tf\n')
})

test('tells NULL, empty text and the text \\N apart', () => {
  expect(copyLine({ a: null, b: '', c: String.raw`\N` })).toBe('\\N\t\t\\\\N\n')
})

test('keeps a column that is first and empty', () => {
  expect(copyLine({ a: '', b: 'x' })).toBe('\tx\n')
})

test('escapes tabs, line feeds, returns and backslashes', () => {
  expect(copyLine({ a: 'a\tb\nc\rd\\e' })).toBe('a\\tb\\nc\\rd\\\\e\n')
})

test('writes numbers as Postgres reads them, the sign of -0 included', () => {
  expect(copyLine({ a: -0, b: Number.NaN, c: -Infinity, d: 1e21 })).toBe(
    '-0\tNaN\t-Infinity\t1e+21\n',
  )
})

test('quotes every element of an array, NULL not', () => {
  expect(arrayLiteral(['a, b', '', null, 'NULL', '"q"', String.raw`b\s`])).toBe(
    String.raw`{"a, b","",NULL,"NULL","\"q\"","b\\s"}`,
  )
})

test('writes an empty array as braces', () => {
  expect(copyLine({ a: [] })).toBe('{}\n')
})

test('escapes the backslashes of an array once more for COPY', () => {
  expect(copyLine({ a: [String.raw`b\s`] })).toBe('{"b\\\\\\\\s"}\n')
})
