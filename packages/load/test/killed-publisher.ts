import { openLocalTarget, rollback } from '../src/index.ts'
import { idBatch } from './record-batches.ts'
import { steppingTarget } from './stepping-target.ts'
import { beginOrders } from './temporary-target.ts'

/**
 * A program that publishes `orders` (ids 100 to 102, three files), or rolls it back, and kills itself
 * at one step: `killed-publisher.ts FOLDER publish|rollback STEP`. Prints how many steps it took when
 * it comes to the end.
 */
const [folder = '', action = '', stopAt = ''] = process.argv.slice(2)

let steps = 0
const target = steppingTarget(openLocalTarget(`file:${folder}`), () => {
  if (++steps === Number(stopAt)) process.kill(process.pid, 'SIGKILL')
})

if (action === 'rollback') {
  await rollback({ target, table: 'orders' })
} else {
  await using publication = await beginOrders(target, { partitionKeys: ['dt'], openFiles: 2 })
  for (const id of [100, 101, 102]) {
    await publication.append([`day-${id}`], idBatch([id]))
  }
  await publication.publish()
}
process.stdout.write(`${steps}\n`)
