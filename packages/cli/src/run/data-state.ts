import { formatNumberOf } from '../output/quantity.ts'
import type { TaskOutcome } from './outcome.ts'

/** What state the data is in after a run, and what to do about it. */
export function dataState(outcomes: readonly TaskOutcome[]): string {
  const published = outcomes.filter(({ status }) => status === 'published').length
  const unknown = outcomes.filter(({ status }) => status === 'unknown').map(({ task }) => task)
  if (unknown.length > 0) {
    const known = published === 0 ? '' : `published ${published} of ${tables(outcomes)}; `
    const verb = published === 0 ? 'was published' : 'was'
    return `${known}it is not known whether ${unknown.join(', ')} ${verb}: look with \`etl list\` before you run again`
  }
  if (published === 0) return 'nothing was published'
  if (published === outcomes.length) return `published ${tables(outcomes)}`
  return `published ${published} of ${tables(outcomes)}; run again to finish`
}

/** What a dry run found. */
export function checkState(outcomes: readonly TaskOutcome[]): string {
  const checked = outcomes.filter(({ status }) => status === 'checked').length
  const all = formatNumberOf(outcomes.length, 'task')
  const found = checked === outcomes.length ? all : `${checked} of ${all}`
  return `dry run: ${found} can be run; nothing was read or written`
}

function tables(outcomes: readonly TaskOutcome[]): string {
  return formatNumberOf(outcomes.length, 'table')
}
