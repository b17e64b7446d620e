import { expect, test } from 'vitest'
import { formatReading, type PlannedReading } from '../src/plan/planned-reading.ts'

const WHOLE: PlannedReading = {
  shards: 1,
  by: null,
  column: null,
  whole: 'small',
  workers: 1,
  consistency: 'snapshot',
  gentle: false,
}
const BY_KEY: PlannedReading = {
  ...WHOLE,
  shards: 1200,
  by: 'key',
  column: 'id',
  whole: null,
  workers: 2,
}

test.each<[string, PlannedReading]>([
  ['read whole: too small to be divided', WHOLE],
  ['read whole by 1 worker', { ...WHOLE, whole: 'one_worker' }],
  ['read whole: its query cannot be divided', { ...WHOLE, whole: 'query' }],
  ['read whole: it has no key to be divided by', { ...WHOLE, whole: 'no_key' }],
  [
    'read whole by 1 worker, in short queries of one backend',
    { ...WHOLE, whole: 'one_worker', gentle: true },
  ],
  [
    'read in 4 shards by 3 workers, by where rows lie (ctid)',
    { ...WHOLE, shards: 4, by: 'ctid', whole: null, workers: 3 },
  ],
  ['read in 1,200 shards by 2 workers, by ranges of `id`', BY_KEY],
  [
    'read in 1,200 shards by 2 workers, by ranges of `id`, in short transactions',
    { ...BY_KEY, consistency: 'perShard' },
  ],
])('%s', (text, reading) => {
  expect(formatReading(reading)).toBe(text)
})
