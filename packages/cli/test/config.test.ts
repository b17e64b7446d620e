import { expect, test } from 'vitest'
import { defineConfig } from '../src/index.ts'
import customers from './fixtures/tasks/customers.ts'
import orders from './fixtures/tasks/orders.ts'

test('gives the configuration back as it is', () => {
  const config = { tasks: { customers, orders }, groups: { nightly: ['orders'] as const } }
  expect(defineConfig(config)).toBe(config)
})

test('does not compile with a group of unknown tasks', () => {
  const config = defineConfig({
    tasks: { customers, orders },
    // @ts-expect-error -- a task is called `orders`
    groups: { nightly: ['order'] },
  })
  expect(config.groups).toEqual({ nightly: ['order'] })
})

test('does not compile with a setting that is none', () => {
  const config = defineConfig({
    tasks: { customers },
    // @ts-expect-error -- one of zstd, snappy, gzip, none
    codec: 'brotli',
  })
  expect(config.codec).toBe('brotli')
})
