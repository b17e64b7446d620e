import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Slots } from '../src/workers/slots.ts'

test('hands out no more than there are, first come, first served', async () => {
  const slots = new Slots(2)
  let running = 0
  let most = 0
  const order: number[] = []
  const work = (index: number): Promise<void> =>
    slots.during(async () => {
      order.push(index)
      most = Math.max(most, ++running)
      await turn()
      running--
    })
  await Promise.all([0, 1, 2, 3, 4, 5].map(work))
  expect(most).toBe(2)
  expect(order).toEqual([0, 1, 2, 3, 4, 5])
})

test('gives a slot back when the work fails', async () => {
  const slots = new Slots(1)
  await expect(slots.during(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await slots.during(() => Promise.resolve('yes'))).toBe('yes')
})

test('passes by those who no longer wait', async () => {
  const slots = new Slots(1)
  const held = await slots.take()
  const tired = new AbortController()
  const waiting = slots.take(tired.signal)
  const next = slots.take()
  tired.abort()
  expect(await waiting).toBeUndefined()
  held?.[Symbol.dispose]()
  held?.[Symbol.dispose]()
  const last = slots.take(tired.signal)
  expect(await last).toBeUndefined()
  expect(await next).toBeDefined()
})
