import { formatNumberOf } from '../output/quantity.ts'
import type { TaskOutcome, TaskStatus } from './outcome.ts'

/** What state the data is in after a run, and what to do about it. */
export function dataState(outcomes: readonly TaskOutcome[]): string {
  const published = outcomes.filter(({ status }) => status === 'published').length
  const unknown = namesOf(outcomes, 'unknown')
  const sentence = publishedSentence(published, outcomes.length)
  if (unknown.length > 0) {
    return `${sentence}; it is not known whether ${unknown.join(', ')} was: look with \`etl list\` before you run again`
  }
  return published > 0 && published < outcomes.length
    ? `${sentence}; run again to finish`
    : sentence
}

/** What a dry run found. */
export function checkState(outcomes: readonly TaskOutcome[]): string {
  const checked = outcomes.filter(({ status }) => status === 'checked').length
  const found =
    checked === outcomes.length
      ? `${formatNumberOf(checked, 'task')} can be run`
      : `${checked} of ${formatNumberOf(outcomes.length, 'task')} can be run`
  return `dry run: ${found}; nothing was read or written`
}

function publishedSentence(published: number, all: number): string {
  if (published === 0) return 'nothing was published'
  if (published === all) return `published ${formatNumberOf(all, 'table')}`
  return `published ${published} of ${formatNumberOf(all, 'table')}`
}

function namesOf(outcomes: readonly TaskOutcome[], status: TaskStatus): readonly string[] {
  return outcomes.filter((outcome) => outcome.status === status).map(({ task }) => task)
}
