import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TableVersion } from '../src/index.ts'
import { tableFolder } from '../src/object-key.ts'
import { formatTableVersion, parseTableVersion } from '../src/table-version-json.ts'
import { temporaryTarget } from './temporary-target.ts'

function versionOf(table: string, version: number): TableVersion {
  return {
    table,
    version,
    runId: `run-${version}`,
    location: `${tableFolder(table)}/run-${version}/`,
    schema: [
      { name: 'id', type: { kind: 'int64' }, optional: false, comment: 'key' },
      { name: 'price', type: { kind: 'decimal', precision: 18, scale: 2 }, optional: true },
      {
        name: 'times',
        type: { kind: 'list', element: { kind: 'timestamp', unit: 'micros', utc: true } },
        optional: true,
      },
      {
        name: 'place',
        type: {
          kind: 'struct',
          fields: [
            { name: 'zip', type: { kind: 'int32' }, optional: true },
            {
              name: 'facts',
              type: { kind: 'map', key: { kind: 'text' }, value: { kind: 'text' } },
              optional: false,
            },
          ],
        },
        optional: true,
      },
    ],
    partitionKeys: ['dt'],
    files: [{ key: 'k', rows: 1, bytes: 2, partition: [null] }],
    rows: 1,
    bytes: 2,
    publishedAt: '2026-03-01T00:00:00.000Z',
  }
}

describe('a local catalog', () => {
  it('shows the highest version, and all kept ones newest first', async () => {
    await using temporary = await temporaryTarget()
    const { catalog } = temporary.target
    expect(await catalog.current('orders')).toBeUndefined()
    expect(await catalog.versions('orders')).toEqual([])
    expect(await catalog.tables()).toEqual([])
    await catalog.commit(versionOf('orders', 1))
    await catalog.commit(versionOf('orders', 2))
    expect(await catalog.current('orders')).toEqual(versionOf('orders', 2))
    expect(await catalog.versions('orders')).toEqual([
      versionOf('orders', 2),
      versionOf('orders', 1),
    ])
  })

  it.each([1, 3])('refuses to make version %i follow version 1', async (version) => {
    await using temporary = await temporaryTarget()
    const { catalog } = temporary.target
    await catalog.commit(versionOf('orders', 1))
    await expect(catalog.commit(versionOf('orders', version))).rejects.toMatchObject({
      code: 'commit_conflict',
      retriable: true,
      message: expect.stringContaining(`expected version ${version - 1} to be current, got 1`),
    })
  })

  it('lets one of many committers at once win', async () => {
    await using temporary = await temporaryTarget()
    const { catalog } = temporary.target
    const attempts = Array.from({ length: 20 }, () => catalog.commit(versionOf('orders', 1)))
    const outcomes = await Promise.allSettled(attempts)
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1)
    expect(await temporary.files()).toEqual(['_catalog/orders/0000000001.json'])
  })

  it('never forgets the current version, and gives no number out twice', async () => {
    await using temporary = await temporaryTarget()
    const { catalog } = temporary.target
    for (const version of [1, 2, 3]) {
      await catalog.commit(versionOf('orders', version))
    }
    await catalog.forget('orders', [1, 2, 3, 99])
    expect(await catalog.versions('orders')).toEqual([versionOf('orders', 3)])
    await expect(catalog.commit(versionOf('orders', 2))).rejects.toMatchObject({
      code: 'commit_conflict',
    })
  })

  it('keeps the numbers of only the last hundred forgotten versions', async () => {
    await using temporary = await temporaryTarget()
    const { catalog } = temporary.target
    const folder = join(temporary.folder, '_catalog', 'orders')
    await mkdir(folder, { recursive: true })
    for (let number = 1; number < 150; number++) {
      await writeFile(join(folder, `${number.toString().padStart(10, '0')}.json`), '')
    }
    await catalog.commit(versionOf('orders', 150))
    await catalog.forget('orders', [149])
    expect(await readdir(folder)).toHaveLength(100)
    expect(await catalog.current('orders')).toEqual(versionOf('orders', 150))
  })

  it('tells all table names apart, hostile ones too', async () => {
    await using temporary = await temporaryTarget()
    const { catalog } = temporary.target
    const names = [
      'orders',
      'Orders',
      '../../etc',
      '_catalog',
      '.',
      '..',
      'a/b',
      'a%2Fb',
      'é ☃',
      '%',
    ]
    for (const name of names) {
      await catalog.commit(versionOf(name, 1))
    }
    expect(await catalog.tables()).toEqual(names.toSorted())
    expect((await temporary.files()).every((file) => file.startsWith('_catalog/'))).toBe(true)
    for (const name of names) {
      expect(await catalog.current(name)).toEqual(versionOf(name, 1))
    }
  })

  it.each([
    ['an empty object', '{}', '`table`: expected a string, got nothing'],
    ['half a file', '{"table":"ord', 'JSON'],
    ['a list', '[]', '`version`: expected an object, got []'],
    ['a wrong file list', '{"files":7}', '`table`: expected a string'],
    ['another table', formatTableVersion(versionOf('users', 1)), 'expected table "orders"'],
    ['another version', formatTableVersion(versionOf('orders', 7)), 'expected version 1, got 7'],
    ['nothing', '', 'the current version is empty'],
    [
      'an unknown type',
      formatTableVersion(versionOf('orders', 1)).replace('int64', 'int65'),
      '`schema[0].type.kind`: expected a record type, got "int65"',
    ],
    [
      'negative rows',
      formatTableVersion(versionOf('orders', 1)).replace('"rows":1', '"rows":-1'),
      '`files[0].rows`: expected a whole number from 0, got -1',
    ],
  ])('names the file that holds %s', async (_what, text, reason) => {
    await using temporary = await temporaryTarget()
    const path = join(temporary.folder, '_catalog/orders/0000000001.json')
    await mkdir(join(path, '..'), { recursive: true })
    await writeFile(path, text)
    const failure = temporary.target.catalog.current('orders')
    await expect(failure).rejects.toMatchObject({ code: 'catalog_corrupt', context: { path } })
    await expect(failure).rejects.toThrow(reason)
    expect(await readFile(path, 'utf8')).toBe(text)
  })

  it('reads back every version that it writes', () => {
    expect(parseTableVersion(formatTableVersion(versionOf('orders', 1)))).toEqual(
      versionOf('orders', 1),
    )
  })
})

describe('tableFolder', () => {
  it('gives different names different folders, also where case is folded', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(name, name, (left, right) => {
        const same = tableFolder(left).toLowerCase() === tableFolder(right).toLowerCase()
        expect(same).toBe(left === right)
        expect(tableFolder(left)).toMatch(/^[a-z0-9%-][a-z0-9_.A-F%-]*$/)
      }),
    )
  })

  it('refuses a name that no folder can have', () => {
    expect(() => tableFolder('')).toThrow('a name has 1 to 255 bytes')
    expect(() => tableFolder('é'.repeat(50))).toThrow('a name has 1 to 255 bytes')
  })
})
