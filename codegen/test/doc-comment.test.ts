import fc from 'fast-check'
import { expect, test } from 'vitest'
import { docComment } from '../src/render/doc-comment.ts'

test('prints one line as one line, and nothing for an empty comment', () => {
  expect(docComment('Price in euro')).toBe('/** Price in euro */\n')
  expect(docComment(' \n ')).toBe('')
  expect(docComment(undefined)).toBe('')
})

test('keeps the lines of a longer comment', () => {
  expect(docComment('first\r\n\r\nthird', '  ')).toBe(
    '  /**\n   * first\n   *\n   * third\n   */\n',
  )
})

test('cannot be ended by what it holds', () => {
  const text = fc.string({ unit: fc.constantFrom('*', '/', '\\', '\n', '\u0000', '@', 'a', ' ') })
  fc.assert(
    fc.property(text, (comment) => {
      const printed = docComment(comment)
      expect(printed.indexOf('*/')).toBe(printed === '' ? -1 : printed.length - '*/\n'.length)
    }),
  )
})

test('starts no tag and no directive of the compiler', () => {
  expect(docComment('@ts-expect-error')).toBe('/** \\@ts-expect-error */\n')
  expect(docComment('see\n * @deprecated')).toContain('* \\@deprecated')
})
