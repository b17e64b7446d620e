import { LoadError, checkWritable, recordFormat } from '@carmilla/load'
import { CliError } from '../errors.ts'
import { checkTask } from './check-task.ts'
import { failedOutcome, type TaskOutcome } from './outcome.ts'
import { publishTask } from './publish-task.ts'
import type { RunOrder, TaskOrder } from './run-order.ts'

/** Runs one task; whatever goes wrong is its outcome. */
export async function runTask(order: TaskOrder): Promise<TaskOutcome> {
  const startedMs = performance.now()
  const deadline = order.timeoutMs === undefined ? [] : [AbortSignal.timeout(order.timeoutMs)]
  const signal = AbortSignal.any([order.signal, ...deadline])
  const reading = AbortSignal.any([signal, order.age])
  const seconds = (): number => Math.round(performance.now() - startedMs) / 1000
  try {
    reading.throwIfAborted()
    const task = order.tasks[order.name]
    if (task === undefined) throw new CliError('unknown_task', `no task \`${order.name}\``)
    checkWritable(order.name, task.schema, recordFormat(order))
    const work = order.dryRun ? checkTask : publishTask
    const { notes, ...facts } = await work(task, { ...order, signal, reading })
    const done = { task: order.name, ...facts, seconds: seconds() }
    return notes === undefined ? done : { ...done, notes }
  } catch (error) {
    return failedOutcome(order.name, reasonOf(error, order, reading), seconds())
  }
}

/** An aborted read reports that it was aborted; what is wanted is why. */
function reasonOf(error: unknown, order: RunOrder, signal: AbortSignal): unknown {
  const isAnswer = error instanceof LoadError && error.code === 'commit_unknown'
  if (!signal.aborted || isAnswer) return error
  // An interruption, or the age of the snapshot.
  if (signal.reason instanceof CliError) return signal.reason
  const limit = `${(order.timeoutMs ?? 0) / 1000} s`
  return new CliError('timed_out', `not finished after ${limit}; raise --timeout, or read less`, {
    cause: error,
    retriable: true,
  })
}
