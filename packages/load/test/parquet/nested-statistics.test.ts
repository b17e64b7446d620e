import { readFile } from 'node:fs/promises'
import * as fc from 'fast-check'
import { parquetMetadata } from 'hyparquet'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RecordType } from '@carmilla/transform'
import { problemOf } from './expected-bounds.ts'
import { readLayout } from './layout-reader.ts'
import { ParquetFolder } from './parquet-file.ts'
import { nestedColumnArbitrary } from './record-types.ts'
import { fieldOf, TestMap, type TestValue } from './vectors.ts'

let folder: ParquetFolder

beforeAll(async () => {
  folder = await ParquetFolder.create()
})
afterAll(async () => {
  await folder[Symbol.asyncDispose]()
})

const columns = fc.integer({ min: 1, max: 60 }).chain((rows) => nestedColumnArbitrary(rows))

const layouts = fc.record({
  codec: fc.constant('none' as const),
  pageRows: fc.integer({ min: 1, max: 20 }),
  pageBytes: fc.integer({ min: 1, max: 1000 }),
  rowGroupRows: fc.integer({ min: 1, max: 60 }),
  dictionaryEntries: fc.constantFrom(0, 3, 32_768),
})

test('bounds and NULL counts of every leaf of structs, lists and maps are those of its values', async () => {
  await fc.assert(
    fc.asyncProperty(columns, layouts, async ({ field, values }, options) => {
      const rows = values.map((value) => [value])
      const { path } = await folder.write([{ name: 'c', ...field }], rows, options)
      const { rowGroups } = await readLayout(path)
      const bytes = await readFile(path)
      const metadata = parquetMetadata(Uint8Array.from(bytes).buffer)
      let row = 0
      for (const [group, { rows, columns: chunks }] of rowGroups.entries()) {
        const leaves = leavesOf(field.type, values.slice(row, row + rows))
        expect(chunks).toHaveLength(leaves.length)
        for (const [index, leaf] of leaves.entries()) {
          const chunk = chunks[index]
          if (chunk === undefined) throw new Error('no column')
          expect(chunk.nulls).toBe(leaf.nulls)
          expect(problemOf(leaf.type, leaf.values, chunk.bounds)).toBeUndefined()
          // hyparquet reads the footer with code of its own.
          const read = metadata.row_groups[group]?.columns[index]?.meta_data
          expect(read?.statistics?.null_count).toBe(BigInt(leaf.nulls))
          expect(read?.num_values).toBe(BigInt(leaf.nulls + leaf.values.length))
          for (const [page, { firstRow, levels, index: indexed }] of chunk.pages.entries()) {
            const endRow = chunk.pages[page + 1]?.firstRow ?? rows
            const inPage = leavesOf(field.type, values.slice(row + firstRow, row + endRow))[index]
            if (inPage === undefined) throw new Error('no leaf')
            expect(levels).toBe(inPage.nulls + inPage.values.length)
            if (indexed === undefined) continue
            expect(indexed).toMatchObject({
              nulls: inPage.nulls,
              isNull: inPage.values.length === 0,
            })
            const bounds = indexed.isNull ? undefined : { min: indexed.min, max: indexed.max }
            expect(problemOf(inPage.type, inPage.values, bounds)).toBeUndefined()
          }
        }
        row += rows
      }
    }),
    { numRuns: Number(process.env['PARQUET_RUNS'] ?? 100) },
  )
})

interface Leaf {
  readonly type: RecordType
  readonly values: readonly TestValue[]
  /** Places of the leaf without a value: NULL itself, or below what is NULL or has nothing in it. */
  readonly nulls: number
}

/** The leaves of a type in their order, each with its values in all of `slots`. */
function leavesOf(type: RecordType, slots: readonly TestValue[]): readonly Leaf[] {
  switch (type.kind) {
    case 'list':
      return leavesOf(
        type.element,
        itemsOf(slots, (slot) => (Array.isArray(slot) ? slot : [])),
      )
    case 'map': {
      return [
        ...leavesOf(
          type.key,
          itemsOf(slots, (slot) => entries(slot).map(([key]) => key)),
        ),
        ...leavesOf(
          type.value,
          itemsOf(slots, (slot) => entries(slot).map(([, value]) => value)),
        ),
      ]
    }
    case 'struct':
      return type.fields.flatMap((field) =>
        leavesOf(
          field.type,
          slots.map((slot) => fieldOf(slot, field.name)),
        ),
      )
    default: {
      const values = slots.filter((slot) => slot !== null)
      return [{ type, values, nulls: slots.length - values.length }]
    }
  }
}

function entries(slot: TestValue): TestMap['entries'] {
  return slot instanceof TestMap ? slot.entries : []
}

/** What is in each slot; what has nothing in it still takes one place in the leaves below. */
function itemsOf(
  slots: readonly TestValue[],
  items: (slot: TestValue) => readonly TestValue[],
): readonly TestValue[] {
  return slots.flatMap((slot) => {
    const found = items(slot)
    return found.length === 0 ? [null] : found
  })
}
