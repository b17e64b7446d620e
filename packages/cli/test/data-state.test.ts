import { expect, test } from 'vitest'
import { checkState, dataState } from '../src/run/data-state.ts'
import type { TaskOutcome, TaskStatus } from '../src/run/outcome.ts'

const outcomes = (...statuses: TaskStatus[]): TaskOutcome[] =>
  statuses.map((status, index) => ({
    task: `task${index}`,
    status,
    rows: null,
    bytes: null,
    files: null,
    location: null,
    version: null,
    seconds: 0,
  }))

test.each([
  { of: outcomes('published', 'published'), says: 'published 2 tables' },
  {
    of: outcomes('published', 'failed', 'aborted'),
    says: 'published 1 of 3 tables; run again to finish',
  },
  { of: outcomes('failed', 'aborted'), says: 'nothing was published' },
  {
    of: outcomes('published', 'unknown'),
    says: 'published 1 of 2 tables; it is not known whether task1 was: look with `etl list` before you run again',
  },
  {
    of: outcomes('unknown'),
    says: 'it is not known whether task0 was published: look with `etl list` before you run again',
  },
])('says: $says', ({ of, says }) => {
  expect(dataState(of)).toBe(says)
})

test('says what a dry run found', () => {
  expect(checkState(outcomes('checked'))).toBe(
    'dry run: 1 task can be run; nothing was read or written',
  )
  expect(checkState(outcomes('checked', 'failed'))).toBe(
    'dry run: 1 of 2 tasks can be run; nothing was read or written',
  )
})
