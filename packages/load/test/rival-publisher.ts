import { LoadError, openLocalTarget, type Publication } from '../src/index.ts'
import { idBatch } from './record-batches.ts'
import { beginOrders } from './temporary-target.ts'

/**
 * A program that publishes `orders` when told to: `begin` makes it begin and write a file, `publish`
 * makes it commit. Answers each with `begun`, `published` or the code of its failure.
 */
const target = openLocalTarget(`file:${process.argv[2]}`)
let publication: Publication | undefined

async function obey(command: unknown): Promise<string> {
  if (command === 'begin') {
    publication = await beginOrders(target)
    await publication.append([], idBatch([process.pid]))
    return 'begun'
  }
  try {
    const published = await publication?.publish()
    return ['published', ...(published?.cleanUpErrors ?? [])].join(', ')
  } catch (error) {
    return error instanceof LoadError ? error.code : String(error)
  }
}

process.on('message', (command) => {
  void obey(command).then((answer) => process.send?.(answer))
})
