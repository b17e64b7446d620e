import { checkCompatible } from '@carmilla/load'
import type { Task } from '@carmilla/transform'
import { estimateRows } from './estimate-rows.ts'
import type { TaskFacts } from './outcome.ts'
import { recordOnly } from './record-only.ts'
import type { StoppableOrder } from './run-order.ts'

/** Compares a task's record and lookups with the database, and checks that its tables may be read. */
export async function checkTask(task: Task, order: StoppableOrder): Promise<TaskFacts> {
  const { name, snapshot, target, reading: signal } = order
  await using connection = await snapshot.connect({ signal })
  await task.open(recordOnly(connection), { name, signal })
  const rows = await estimateRows(connection, task.source, signal)
  const current = await target.catalog.current(name)
  if (current !== undefined && !order.allowBreaking) checkCompatible(name, current, task)
  return {
    status: 'checked',
    rows: rows ?? null,
    bytes: null,
    files: null,
    location: `${target.sink.uri}/${name}/`,
    version: (current?.version ?? 0) + 1,
  }
}
