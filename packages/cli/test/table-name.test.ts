import fc from 'fast-check'
import { expect, test } from 'vitest'
import { quoteName, showName, tableNames } from '../src/export/table-name.ts'

test.each([
  { text: 'orders', names: [{ name: 'orders' }, { name: 'orders' }, { name: 'orders' }] },
  { text: 'Orders', names: [{ name: 'orders' }, { name: 'Orders' }, { name: 'Orders' }] },
  {
    text: 'Audit."Big ""Events"""',
    names: [
      { schema: 'audit', name: 'Big "Events"' },
      { schema: 'Audit', name: 'Big "Events"' },
      { name: 'Audit."Big ""Events"""' },
    ],
  },
  { text: 'a.b.c', names: [{ name: 'a.b.c' }] },
  { text: 'a.', names: [{ name: 'a.' }] },
  { text: 'a"b', names: [{ name: 'a"b' }] },
  { text: '"open', names: [{ name: '"open' }] },
  { text: '""', names: [{ name: '""' }] },
  // Postgres folds ASCII only.
  { text: 'GRÖSSE', names: [{ name: 'grÖsse' }, { name: 'GRÖSSE' }, { name: 'GRÖSSE' }] },
])('reads $text', ({ text, names }) => {
  expect(tableNames(text)).toEqual(names)
})

test('finds every name again by how it shows it, and by its quotes', () => {
  const part = fc.string({ unit: 'binary', minLength: 1 })
  fc.assert(
    fc.property(part, part, (schema, name) => {
      expect(tableNames(showName({ schema, name }))[0]).toEqual({ schema, name })
      expect(tableNames(quoteName(name))[0]).toEqual({ name })
    }),
  )
})
