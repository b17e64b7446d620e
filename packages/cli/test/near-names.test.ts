import { expect, test } from 'vitest'
import { hintOf, nearNames } from '../src/near-names.ts'

const NAMES = ['orders', 'order_items', 'users', 'currencies', 'a']

test.each([
  ['ordrs', ['orders']],
  ['Orders', ['orders']],
  ['odrers', ['orders']],
  ['order', ['orders', 'order_items']],
  ['currency', ['currencies']],
  ['invoices', []],
  ['', ['a']],
])('takes %s for %j', (typed, near) => {
  expect(nearNames(typed, NAMES)).toEqual(near)
})

test('says what to do when no name is near', () => {
  expect(hintOf('ordrs', NAMES, 'see the list')).toBe('; did you mean orders?')
  expect(hintOf('invoices', NAMES, 'see the list')).toBe('; see the list')
})
