import { constants, existsSync } from 'node:fs'
import { access } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { newRunId, type TableVersion, type Target } from '@carmilla/load'
import { formatBytes, formatNumberOf } from '../output/quantity.ts'
import { check, type CheckResult, Fault, skipped } from './check.ts'

/** Checks that the target can be written, its catalog read, and that what is published is there. */
export async function checkTarget(target: Target): Promise<readonly CheckResult[]> {
  const versions: TableVersion[] = []
  const writable = await check('target', () => tryWriting(target))
  const catalog = await check('catalog', async () => {
    for (const table of await target.catalog.tables()) {
      const current = await target.catalog.current(table)
      if (current !== undefined) versions.push(current)
    }
    return `${formatNumberOf(versions.length, 'table')} published`
  })
  const files =
    catalog.status === 'ok'
      ? await check('files', () => compareFiles(target, versions))
      : skipped('files', 'the catalog cannot be read')
  return [writable, catalog, files]
}

/** Begins an object and gives it up; a folder that is not there yet stays so. Of S3, all of it is tried. */
async function tryWriting({ sink }: Target): Promise<string> {
  if (!sink.uri.startsWith('file:')) {
    const key = `_doctor/${newRunId()}`
    const writer = await sink.create(key)
    await writer.write(Buffer.from('written by etl doctor'))
    await writer.close()
    await sink.delete([key])
    return `${sink.uri} can be written, and objects deleted`
  }
  const folder = resolve(sink.uri.replace(/^file:/, ''))
  if (existsSync(folder)) {
    const writer = await sink.create(`_doctor/${newRunId()}`)
    await writer.write(Buffer.from('written by etl doctor'))
    await writer.abort()
    return `${sink.uri} can be written`
  }
  const nearest = nearestFolder(folder)
  await access(nearest, constants.W_OK).catch(() => {
    throw new Fault(`${nearest} cannot be written`, 'make the folder, or choose another --target')
  })
  return `${sink.uri} can be made`
}

function nearestFolder(path: string): string {
  return existsSync(path) ? path : nearestFolder(dirname(path))
}

async function compareFiles({ sink }: Target, versions: readonly TableVersion[]): Promise<string> {
  const files = versions.flatMap(({ table, version, files: own }) =>
    own.map((file) => ({ ...file, table, version })),
  )
  for (const { key, bytes, table, version } of files) {
    const stored = await sink.stat(key)
    if (stored?.bytes === bytes) continue
    const got = stored === undefined ? 'is missing' : `has ${stored.bytes} bytes, not ${bytes}`
    throw new Fault(
      `table \`${table}\` version ${version}: ${key} ${got}`,
      `run \`etl run ${table}\`, or \`etl rollback ${table}\``,
    )
  }
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  return `${formatNumberOf(files.length, 'file')}, ${formatBytes(bytes)}, all there`
}
