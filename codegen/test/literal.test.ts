import { runInThisContext } from 'node:vm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quote } from '../src/render/literal.ts'

test('prints a literal that evaluates to the text, whatever it holds', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({
      unit: fc.constantFrom("'", '"', '\\', '`', '${', '\n', '\r', '\u2028', '\u2029', 'a'),
    }),
  )
  fc.assert(
    fc.property(text, (value) => {
      const literal = quote(value)
      expect(literal).not.toMatch(/[\n\r\u2028\u2029]/)
      expect(runInThisContext(literal)).toBe(value)
    }),
  )
})

test('uses the quotes that need fewer escapes', () => {
  expect(quote('plain')).toBe("'plain'")
  expect(quote("it's")).toBe('"it\'s"')
  expect(quote(`'"`)).toBe(`'\\'"'`)
})
