import { createHash } from 'node:crypto'
import { mkdir, open, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { LocalSink, openLocalTarget } from '../src/index.ts'
import { localWriteFailure } from '../src/local-failure.ts'
import { temporaryTarget } from './temporary-target.ts'

describe('a local sink', () => {
  it('shows an object only when it is closed, and knows its bytes and checksum', async () => {
    await using temporary = await temporaryTarget()
    const { sink } = temporary.target
    const output = await sink.create('orders/a.bin')
    const bytes = Buffer.alloc(3 * 1024 * 1024, 'carmilla')
    await output.write(bytes.subarray(0, 1_000_001))
    await output.write(bytes.subarray(1_000_001))
    expect(await sink.stat('orders/a.bin')).toBeUndefined()
    expect(await sink.list('orders/')).toEqual([])
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    expect(await output.close()).toEqual({ key: 'orders/a.bin', bytes: bytes.length, sha256 })
    expect(await sink.stat('orders/a.bin')).toEqual({ key: 'orders/a.bin', bytes: bytes.length })
    expect(bytes.equals(await readFile(join(temporary.folder, 'orders/a.bin')))).toBe(true)
    expect(Buffer.from(await sink.read('orders/a.bin', 8, 8)).toString()).toBe('carmilla')
    expect(await temporary.files()).toEqual(['orders/a.bin'])
  })

  it('lets one of two writers of a key win, and leaves nothing of the other', async () => {
    await using temporary = await temporaryTarget()
    const { sink } = temporary.target
    const writers = [await sink.create('a'), await sink.create('a')]
    await writers[0]?.write(Buffer.from('first'))
    await writers[1]?.write(Buffer.from('second'))
    const closed = await Promise.allSettled(writers.map((writer) => writer.close()))
    expect(closed.map((outcome) => outcome.status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const loser = closed.find((outcome) => outcome.status === 'rejected')
    expect(loser?.reason).toMatchObject({ code: 'object_exists' })
    expect(await temporary.files()).toEqual(['a'])
    await expect(sink.create('a')).rejects.toMatchObject({ code: 'object_exists' })
  })

  it('leaves nothing of an object that is given up', async () => {
    await using temporary = await temporaryTarget()
    {
      await using output = await temporary.target.sink.create('orders/a')
      await output.write(Buffer.from('half'))
    }
    expect(await temporary.files()).toEqual([])
  })

  it('deletes exactly the named objects, and folders that become empty', async () => {
    await using temporary = await temporaryTarget()
    const { sink } = temporary.target
    for (const key of ['a/b/one', 'a/c/two', 'a/c/twofold']) {
      await using output = await sink.create(key)
      await output.close()
    }
    await sink.delete(['a/b/one', 'a/c/two', 'never/was', 'a/c/two/below'])
    expect(await temporary.files()).toEqual(['a/c/twofold'])
    expect(await sink.list('a/')).toEqual(['a/c/twofold'])
  })

  it.each(['', '/etc/passwd', '../a', 'a/../../b', 'a//b', './a', 'a\0b', 'a\\b', 'a/', '\ud800'])(
    'refuses the key %j',
    async (key) => {
      await using temporary = await temporaryTarget()
      const { sink } = temporary.target
      await expect(sink.create(key)).rejects.toMatchObject({ code: 'write_failed' })
      await expect(sink.delete([key])).rejects.toMatchObject({ code: 'write_failed' })
      await expect(sink.stat(key)).rejects.toMatchObject({ code: 'write_failed' })
    },
  )

  it('never reads fewer bytes than asked for', async () => {
    await using temporary = await temporaryTarget()
    await writeFile(join(temporary.folder, 'a'), '12345')
    const { sink } = temporary.target
    await expect(sink.read('a', 3, 3)).rejects.toMatchObject({ code: 'read_failed' })
    await expect(sink.read('b', 0, 1)).rejects.toMatchObject({ code: 'object_missing' })
  })

  it('removes what a dead process left unfinished, and nothing of a live one', async () => {
    await using temporary = await temporaryTarget()
    const dead = join(temporary.folder, '_tmp', '0.0.1.1')
    await using live = await temporary.target.sink.create('live')
    const bootId = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim()
    const [mine = ''] = await temporary.files()
    // Of this boot and container, with a pid that cannot be.
    const gone = dead.replace('0.0.1.1', `${bootId}.${mine.split('.')[1]}.4194999.1`)
    for (const folder of [dead, gone]) {
      await mkdir(folder, { recursive: true })
      await writeFile(join(folder, 'x.tmp'), 'half')
    }
    await using other = await new LocalSink(temporary.folder).create('other')
    const left = (await temporary.files()).map((file) => file.split('/').slice(0, 2).join('/'))
    expect(left).toContain('_tmp/0.0.1.1')
    expect(left).toContain(mine.split('/').slice(0, 2).join('/'))
    expect(left).not.toContain(`_tmp/${gone.split('/').at(-1)}`)
    await other.close()
    await live.close()
  })

  it('says that a target below a file cannot be written', async () => {
    await using temporary = await temporaryTarget()
    await writeFile(join(temporary.folder, 'file'), '')
    const { sink } = openLocalTarget(`file:${temporary.folder}/file`)
    await expect(sink.create('a')).rejects.toMatchObject({
      code: 'target_not_writable',
      message: expect.stringMatching(/^`.*\/file\/.*`: cannot be written \(ENOTDIR\); nothing was/),
    })
  })

  // Only Linux has a /proc.
  it.skipIf(process.platform !== 'linux')(
    'says that a target where no folder can be made cannot be written',
    async () => {
      const { sink } = openLocalTarget('file:/proc/lake')
      await expect(sink.create('a')).rejects.toMatchObject({
        code: 'target_not_writable',
        message: expect.stringMatching(
          /^`\/proc\/lake\/.*`: cannot be written \(ENOENT\); nothing was/,
        ),
      })
    },
  )

  it('takes a device that is in the place of an object for an object, and leaves it alone', async () => {
    await using temporary = await temporaryTarget()
    await symlink('/dev/full', join(temporary.folder, 'full'))
    const { sink } = temporary.target
    await expect(sink.create('full')).rejects.toMatchObject({ code: 'object_exists' })
    await expect(sink.create('full/a')).rejects.toMatchObject({ code: 'target_not_writable' })
    expect(await sink.stat('full')).toBeUndefined()
  })

  it('says that the disk is full when a device refuses the bytes', async () => {
    await using handle = await open('/dev/full', 'w')
    const failure: unknown = await handle.write('x').catch((error: unknown) => error)
    expect(localWriteFailure(failure, '/dev/full')).toMatchObject({
      code: 'target_full',
      message: '`/dev/full`: no space left; nothing was published, free some space and run again',
    })
  })
})

describe('openLocalTarget', () => {
  it.each(['out', 'file:', 's3://bucket/prefix', 'file://host/path'])('refuses %j', (uri) => {
    expect(() => openLocalTarget(uri)).toThrow('expected `file:` and a folder')
  })
})
