import { valueReader, type WireBatch } from '@carmilla/extract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { weekOfMonth } from '../src/partitions/week-of-month.ts'
import { PartitionSplitter } from '../src/partition-splitter.ts'
import { Selection } from '../src/selection.ts'
import { int4, timestamp, wireBatch } from './fake-connection.ts'

/** Values of an int4 column. */
function numbersOf(batch: WireBatch, column: number): readonly (number | null)[] {
  return Array.from({ length: batch.rows }, (_, row) => {
    const position = batch.positions[column * batch.capacityRows + row] ?? -1
    return position < 0 ? null : batch.view.getInt32(position)
  })
}

const rows = fc.array(fc.tuple(fc.option(fc.integer()), fc.option(fc.integer())), { minLength: 1 })

function batchOf(numbers: readonly (readonly (number | null)[])[]): WireBatch {
  return wireBatch(numbers.map((row) => row.map((value) => (value === null ? null : int4(value)))))
}

describe('a selection', () => {
  test('has the rows that it took, in their order, batch after batch', () => {
    const selection = new Selection()
    fc.assert(
      fc.property(rows, fc.infiniteStream(fc.boolean()), (values, keep) => {
        const kept = values.map((_, row) => row).filter(() => keep.next().value)
        selection.take(batchOf(values), Int32Array.from(kept), kept.length)
        expect(selection.rows).toBe(kept.length)
        for (const column of [0, 1]) {
          expect(numbersOf(selection, column)).toEqual(kept.map((row) => values[row]?.[column]))
        }
      }),
    )
  })

  test('can be taken of a selection', () => {
    const [outer, inner] = [new Selection(), new Selection()]
    outer.take(
      batchOf([
        [1, 10],
        [2, 20],
        [3, null],
      ]),
      Int32Array.of(1, 2),
      2,
    )
    inner.take(outer, Int32Array.of(1), 1)
    expect([numbersOf(inner, 0), numbersOf(inner, 1)]).toEqual([[3], [null]])
  })

  test('is nothing before it took something', () => {
    expect(() => new Selection().bytes).toThrow('nothing was selected yet')
  })
})

const MICROS_PER_DAY = 86_400_000_000n

describe('a partition splitter', () => {
  test('gives every row to the week of its timestamp, once and in order', () => {
    const moment = fc.date({
      min: new Date('2023-12-01'),
      max: new Date('2024-04-30'),
      noInvalidDate: true,
    })
    const splitter = splitterOf()
    fc.assert(
      fc.property(fc.array(fc.option(moment), { minLength: 1 }), (moments) => {
        const expected = new Map<string | null, number[]>()
        moments.forEach((at, row) => {
          const label = at === null ? null : weekLabel(at)
          expected.set(label, [...(expected.get(label) ?? []), row])
        })
        const found = new Map<string | null, readonly (number | null)[]>()
        for (const { partition, batch } of splitter.split(momentsBatch(moments))) {
          const label = partition[0] ?? null
          expect(found.has(label)).toBe(false)
          found.set(label, numbersOf(batch, 1))
        }
        expect(found).toEqual(expected)
      }),
    )
  })

  test('keeps days before 1970 and far away apart from NULL', () => {
    const days = [-719_163n, -1n, 0n, 106_751_990n]
    const batch = wireBatch([
      ...days.map((day, row) => [timestamp(day * MICROS_PER_DAY), int4(row)]),
      [null, int4(4)],
    ])
    const labels = Array.from(splitterOf().split(batch), ({ partition }) => partition)
    expect(labels).toEqual([
      ['0000-12-29'],
      ['1969-12-29'],
      ['1970-01-01'],
      ['+294247-01-08'],
      [null],
    ])
  })

  test('passes a batch of one partition on as it is', () => {
    const batch = momentsBatch([new Date('2026-03-01'), new Date('2026-03-07T23:59:59.999Z')])
    expect(Array.from(splitterOf().split(batch))).toEqual([{ partition: ['2026-03-01'], batch }])
  })
})

function splitterOf(): PartitionSplitter {
  return new PartitionSplitter(weekOfMonth('at'), 0, valueReader({ kind: 'timestamp' }))
}

function momentsBatch(moments: readonly (Date | null)[]): WireBatch {
  return wireBatch(
    moments.map((at, row) => [
      at === null ? null : timestamp(BigInt(at.getTime()) * 1000n),
      int4(row),
    ]),
  )
}

/** First day of the week of the month, by text. */
function weekLabel(at: Date): string {
  const [month, day] = [at.toISOString().slice(0, 8), at.getUTCDate()]
  return month + (day <= 7 ? '01' : day <= 14 ? '08' : day <= 21 ? '15' : day <= 28 ? '22' : '29')
}
