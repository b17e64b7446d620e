import { bytesDecoder, ExtractError, printedListDecoder } from '@carmilla/extract'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { batchOf } from './wire-fixture.ts'

test.each([
  '',
  '{',
  '}',
  '{{}',
  '{a}}',
  '{"a',
  '{"a\\',
  '[0:1]',
  '{{a},b}',
  '{{a},{b,c}}',
  'a',
  '{a{',
])('refuses %j, which is no array', (text) => {
  for (const dimensions of [1, 2]) {
    const decoder = printedListDecoder(bytesDecoder(), dimensions)
    expect(() => decoder.decode(batchOf([Buffer.from(text)]), 0)).toThrow(
      expect.objectContaining({ code: 'protocol_violation' }),
    )
  }
})

test('refuses or reads whatever comes, and nothing behind it', () => {
  const text = fc.string({ unit: fc.constantFrom('{', '}', ',', '"', '\\', 'a', 'NULL', '[1:2]=') })
  fc.assert(
    fc.property(fc.array(text), fc.integer({ min: 1, max: 3 }), (texts, dimensions) => {
      expect(outcomeOf(texts, dimensions)).toMatch(/read|protocol_violation|unrepresentable_value/)
    }),
    { numRuns: 5000 },
  )
})

function outcomeOf(texts: readonly string[], dimensions: number): string {
  try {
    const batch = batchOf(texts.map((text) => Buffer.from(text)))
    printedListDecoder(bytesDecoder(), dimensions).decode(batch, 0)
    return 'read'
  } catch (error) {
    return error instanceof ExtractError ? error.code : String(error)
  }
}
