import { connectionSettings, openSnapshot } from '@carmilla/extract'
import { ParquetWriter } from '../load/src/parquet/index.ts'
import { tasks } from '../../generated/tasks.ts'
import { openSync, writeSync, closeSync, mkdirSync } from 'node:fs'
mkdirSync('out/scratch', { recursive: true })
await using snapshot = await openSnapshot(connectionSettings({ url: process.env['DATABASE_URL'] }))
console.log(snapshot.id, snapshot.serverVersion)
for (const [name, task] of Object.entries(tasks)) {
  const t0 = performance.now()
  await using connection = await snapshot.connect()
  const reader = await task.open(connection, { name })
  const t1 = performance.now()
  const writers = new Map<string, { w: ParquetWriter, fd: number }>()
  for await (const { partition, batch } of reader.batches()) {
    const key = partition.join('/')
    let o = writers.get(key)
    if (o === undefined) {
      const fd = openSync(`out/scratch/${name}${key ? '-' + key : ''}.parquet`, 'w')
      o = { fd, w: new ParquetWriter({ schema: task.schema, output: { write: async (b: Uint8Array) => { writeSync(fd, b) } } }) }
      writers.set(key, o)
    }
    o.w.append(batch)
    await o.w.flush()
  }
  let rows = 0
  for (const { w, fd } of writers.values()) { rows += (await w.close()).rows; closeSync(fd) }
  console.log(name, reader.counts, rows, 'open', t1 - t0, 'total', performance.now() - t0)
}
