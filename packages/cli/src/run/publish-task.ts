import { SourceMeter } from '@carmilla/extract'
import { mergeFileOptions, Publication, recordFormat } from '@carmilla/load'
import type { Task } from '@carmilla/transform'
import { divideTask } from '../workers/divide-task.ts'
import type { ReadBounds } from '../workers/read-shard.ts'
import { readTask } from '../workers/read-task.ts'
import { countedSink } from './counted-sink.ts'
import { estimateRead } from './estimate-rows.ts'
import type { TaskFacts } from './outcome.ts'
import { recordOnly } from './record-only.ts'
import type { StoppableOrder, TaskOrder } from './run-order.ts'
import { costOf } from './source-cost.ts'

/** Reads a task's records and publishes them as a new version, or publishes nothing. */
export async function publishTask(task: Task, order: StoppableOrder): Promise<TaskFacts> {
  const { name, runId, snapshot, pace, meter, target, observer, signal, reading } = order
  const bounds = boundsOf(task, order)
  let bytes = 0
  const sink = countedSink(target.sink, (count) => (bytes += count))

  await using connection = await snapshot.connect({ signal: reading })
  const cost = meter.reading(connection)
  const shardMeter = new SourceMeter()
  await task.open(recordOnly(connection), { name, signal: reading })
  // After opening: its error would not say that the database has changed.
  const estimate = await estimateRead(connection, task.source, reading)
  meter.planned(estimate?.parallelWorkers ?? 0)
  observer.began(name, estimate?.rows)
  const division = await divideTask(connection, task, {
    ...order,
    estimate,
    signal: reading,
  })
  await using publication = await Publication.begin({
    target: { ...target, sink },
    table: name,
    schema: task.schema,
    partitionKeys: task.partitionKeys,
    expect: task.expect,
    runId,
    format: recordFormat(bounds),
    ...bounds,
    source: {
      snapshot: snapshot.id,
      takenAt: snapshot.takenAt,
      server: snapshot.serverVersion,
      shards: division.ranges.length,
    },
    allowBreaking: order.allowBreaking,
    retention: { versions: order.keepVersions, supersededMs: order.target.readersMs ?? 0 },
  })
  const notes = await readTask(
    task,
    { ...order, ...bounds },
    {
      division,
      connection,
      publication,
      paced: (reader) => pace.of(reader, (wait) => observer.waits(name, wait)),
      measured: (sessions) => {
        meter.add(sessions)
        shardMeter.add(sessions)
      },
      writtenBytes: () => bytes,
    },
  )
  for (const note of notes) publication.note(note)
  publication.describeSource(costOf(cost(), shardMeter.usage()))
  signal.throwIfAborted()
  const { version } = await publication.publish()

  return {
    status: 'published',
    rows: version.rows,
    bytes: version.bytes,
    files: version.files.length,
    location: `${target.sink.uri}/${version.location}`,
    version: version.version,
    ...(notes.length === 0 ? {} : { notes }),
  }
}

/** How the files of a task are laid out, and what its reader may take. */
function boundsOf(task: Task, order: TaskOrder): ReadBounds {
  const { budget, writer, codec } = order
  const { lookupBytes, bufferedBytes, rowGroupBytes, mostFiles } = budget.share(task)
  const files = mergeFileOptions(order.files, task.files, order.fileOverrides)
  return {
    writer,
    codec: files.codec ?? codec,
    files,
    ...(files.targetBytes === undefined ? {} : { fileBytes: files.targetBytes }),
    lookupBytes,
    bufferedBytes,
    ...(mostFiles === undefined ? {} : { mostFiles }),
    memoryBytes: rowGroupBytes,
  }
}
