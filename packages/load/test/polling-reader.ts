import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openLocalTarget, type TableVersion } from '../src/index.ts'

/**
 * A program that reads `orders` again and again until it is told to stop, and checks that each
 * version is whole: each of its ids is its version's number, as many as it says. Sends what it saw.
 */
const folder = process.argv[2] ?? ''
const { catalog } = openLocalTarget(`file:${folder}`)

const seen = new Set<number>()
const faults: string[] = []
let reads = 0
let tooSlow = 0
const stop = new AbortController()
process.once('message', () => stop.abort())
process.send?.('ready')

let latest = 0
while (!stop.signal.aborted) {
  const version = await catalog.current('orders')
  if (version === undefined) continue
  if (version.version < latest) faults.push(`went back from ${latest} to ${version.version}`)
  latest = version.version
  await read(version)
}
process.send?.({ reads, tooSlow, faults, versions: seen.size })
process.disconnect()

async function read(version: TableVersion): Promise<void> {
  const expected = JSON.stringify([version.version])
  let rows = 0
  for (const file of version.files) {
    let text: string
    try {
      text = await readFile(join(folder, file.key), 'utf8')
    } catch (error) {
      const kept = await catalog.versions('orders')
      // Three publishes went by since: then, and only then, may data be gone.
      if (!kept.some((other) => other.version === version.version)) tooSlow++
      else faults.push(String(error))
      return
    }
    const lines = text.trimEnd().split('\n').slice(0, -1)
    rows += lines.length
    if (lines.some((line) => line !== expected))
      faults.push(`${file.key} has rows of another version`)
  }
  if (rows !== version.rows) faults.push(`version ${version.version} has ${rows} rows`)
  reads++
  seen.add(version.version)
}
