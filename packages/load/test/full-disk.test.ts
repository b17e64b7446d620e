import { execFileSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openLocalTarget } from '../src/index.ts'
import { idBatch } from './record-batches.ts'
import { beginOrders, publishOrders, TemporaryTarget } from './temporary-target.ts'
import { expectNoOrphans, shownIds } from './whole-table.ts'

const NO_MOUNT = 'needs the right to mount a tmpfs'

const isRoot = process.getuid?.() === 0

/** A file system of one size or in one state, unmounted when disposed; `undefined` without the right. */
async function mountTmpfs(options: string): Promise<MountedTarget | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'mount-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'pipe' })
  } catch {
    await rm(folder, { recursive: true })
    return undefined
  }
  return new MountedTarget(folder)
}

class MountedTarget extends TemporaryTarget {
  remountReadOnly(): void {
    execFileSync('mount', ['-o', 'remount,ro', this.folder])
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    execFileSync('umount', [this.folder])
    await super[Symbol.asyncDispose]()
  }
}

describe('a target that cannot take more', () => {
  it('keeps the old version when the disk is full, at whatever step, and goes on after', async (test) => {
    await using mounted = await mountTmpfs('size=256k')
    if (mounted === undefined) {
      test.skip(NO_MOUNT)
      return
    }
    const { target, folder } = mounted
    await publishOrders(target, [1])
    const filler = join(folder, 'filler')
    let failures = 0
    // From room for nothing at all to room for everything, a page at a time.
    for (let freeBytes = 0; freeBytes <= 64 * 1024; freeBytes += 4096) {
      await fill(filler, freeBytes)
      const failure = await publishOrders(target, [2]).catch((error: unknown) => error)
      await rm(filler)
      if (!(failure instanceof Error)) break
      failures++
      expect(failure).toMatchObject({ code: 'target_full' })
      expect(failure.message).toMatch(/no space left; nothing was published/)
      expect(await shownIds(mounted)).toBe('1')
      await expectNoOrphans(mounted)
    }
    expect(failures).toBeGreaterThan(3)
    expect(await shownIds(mounted)).toBe('2')
    await expectNoOrphans(mounted)
  })

  it('keeps the old version when the file system becomes read-only', async (test) => {
    await using mounted = await mountTmpfs('size=1m')
    if (mounted === undefined) {
      test.skip(NO_MOUNT)
      return
    }
    await publishOrders(mounted.target, [1])
    const publication = await beginOrders(mounted.target, { fileBytes: 1 })
    await publication.append([], idBatch([2]))
    mounted.remountReadOnly()
    await expect(publication.append([], idBatch([3]))).rejects.toMatchObject({
      code: 'target_not_writable',
    })
    await expect(publication.abort()).rejects.toMatchObject({ code: 'target_not_writable' })
    expect(await shownIds(mounted)).toBe('1')
    await expect(publishOrders(mounted.target, [2])).rejects.toMatchObject({
      code: 'target_not_writable',
      message: expect.stringContaining('(EROFS); nothing was published'),
    })
  })

  it('is named when a part of its path is a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'file-'))
    await writeFile(join(folder, 'file'), '')
    await expect(beginOrders(openLocalTarget(`file:${folder}/file/out`))).rejects.toMatchObject({
      code: 'target_not_writable',
      message: expect.stringMatching(
        /file\/out\/.*cannot be written \(ENOTDIR\); nothing was published/,
      ),
    })
    await rm(folder, { recursive: true })
  })

  it('is named when its folder may not be written', async (test) => {
    test.skip(isRoot, 'root may write everywhere')
    const folder = await mkdtemp(join(tmpdir(), 'closed-'))
    await mkdir(join(folder, 'out'))
    await chmod(join(folder, 'out'), 0o500)
    await expect(beginOrders(openLocalTarget(`file:${folder}/out`))).rejects.toMatchObject({
      code: 'target_not_writable',
    })
    await rm(folder, { recursive: true })
  })
})

/** Leaves about `freeBytes` bytes on the file system of `path`. */
async function fill(path: string, freeBytes: number): Promise<void> {
  const [available = '0'] = execFileSync('df', ['--output=avail', '-B1', join(path, '..')])
    .toString()
    .trim()
    .split('\n')
    .slice(1)
  await writeFile(path, Buffer.alloc(Math.max(0, Number(available) - freeBytes)))
}
