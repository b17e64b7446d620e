import { databaseName } from '../config/database.ts'
import { factsOf } from '../errors.ts'
import type { Invocation } from '../invocation.ts'
import type { Output } from '../output/output.ts'
import { formatNumberOf } from '../output/quantity.ts'
import { run } from '../pipeline.ts'
import type { ProgressBars } from '../progress/progress-bars.ts'
import { ProgressLines } from '../progress/progress-lines.ts'
import { checkState, dataState } from './data-state.ts'
import { failedOutcome, type TaskOutcome } from './outcome.ts'
import type { RunObserver } from './run-observer.ts'
import type { RunOrder } from './run-order.ts'
import { formatCost } from './source-cost.ts'
import { formatSummary } from './summary.ts'

/** How a run is told. */
export interface Telling {
  /** Lines of JSON instead of a summary. */
  readonly json: boolean
  /** What is run: `task`, `table`. */
  readonly noun: string
  /** The target as the call named it. */
  readonly target: string
}

/** Runs tasks, shows how they get on, and tells what became of each. */
export async function runAndTell(
  invocation: Invocation,
  order: RunOrder,
  { json, noun, target }: Telling,
): Promise<void> {
  const { output, interrupt } = invocation
  const { names, dryRun } = order
  // Lines of JSON between bars would be neither.
  const draws = output.draws && !(json && process.stdout.isTTY)
  using progress = draws ? await progressBars(output) : new ProgressLines(output)
  const observer = json ? printing(progress, invocation) : progress
  output.say(
    `${dryRun ? 'checking' : 'reading'} ${formatNumberOf(names.length, noun)} from ${databaseName(order.database)}, for ${target}`,
  )
  const printCost = (): void => {
    const usage = order.meter.usage()
    if (json) output.result(JSON.stringify({ source: usage }))
    else if (usage.peakBackends > 0) output.result(formatCost(usage))
  }
  let outcomes: readonly TaskOutcome[]
  try {
    outcomes = await run(order, observer)
  } catch (error) {
    // The snapshot could not be taken: the same failure for every task, told once.
    const reason: unknown = interrupt.signal.aborted ? interrupt.signal.reason : error
    output.error(error, factsOf(reason))
    outcomes = names.map((name) => failedOutcome(name, reason, 0))
    if (json) for (const outcome of outcomes) printJson(invocation, outcome)
    printCost()
    output.say(dryRun ? checkState(outcomes) : dataState(outcomes))
    invocation.exitStatus = 1
    return
  }
  progress[Symbol.dispose]()
  if (!json) output.result(formatSummary(outcomes, { width: output.width }))
  printCost()
  output.say(dryRun ? checkState(outcomes) : dataState(outcomes))
  if (!outcomes.every(isDone)) invocation.exitStatus = 1
}

/** Only a terminal needs what draws. */
async function progressBars(output: Output): Promise<ProgressBars> {
  const { ProgressBars } = await import('../progress/progress-bars.ts')
  return new ProgressBars(output)
}

function isDone({ status }: TaskOutcome): boolean {
  return status === 'published' || status === 'checked'
}

/** Prints each outcome as it becomes known. */
function printing(progress: RunObserver, invocation: Invocation): RunObserver {
  return {
    began: (task, expectedRows) => progress.began(task, expectedRows),
    advanced: (task, done) => progress.advanced(task, done),
    waits: (task, wait) => progress.waits(task, wait),
    ended: (outcome) => {
      progress.ended(outcome)
      printJson(invocation, outcome)
    },
  }
}

function printJson({ output }: Invocation, outcome: TaskOutcome): void {
  output.result(JSON.stringify(outcome))
}
