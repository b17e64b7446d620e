import type { TableDescriptor } from '@carmilla/extract'
import { distance } from 'fastest-levenshtein'
import { byName } from '../by-name.ts'
import { nameInQuery } from '../catalog/table-name.ts'

const MAX_SUGGESTIONS = 5

/** Tables that may be meant by a name that no table has, nearest first, as a query spells them. */
export function nearNames(wanted: string, tables: readonly TableDescriptor[]): readonly string[] {
  return tables
    .map((table) => ({ name: nameInQuery(table), edits: editsTo(wanted, table) }))
    .filter(({ edits }) => edits !== Infinity)
    .toSorted((left, right) => left.edits - right.edits || byName(left.name, right.name))
    .slice(0, MAX_SUGGESTIONS)
    .map(({ name }) => name)
}

/** The schema may be wrong or missing, and so may capitals. */
function editsTo(wanted: string, table: TableDescriptor): number {
  const withoutSchema = wanted.slice(wanted.lastIndexOf('.') + 1)
  return Math.min(
    toleratedEdits(wanted, nameInQuery(table)),
    toleratedEdits(withoutSchema, table.name),
  )
}

/** Infinity for names that differ by more than typing errors: one letter in three. */
function toleratedEdits(wanted: string, name: string): number {
  const count = editsBetween(wanted.toLowerCase(), name.toLowerCase())
  return count <= Math.max(1, Math.floor(wanted.length / 3)) ? count : Infinity
}

/** Letters to insert, drop or replace; two neighbours that changed places are one error. */
function editsBetween(wanted: string, name: string): number {
  let least = distance(wanted, name)
  for (let at = 0; at + 1 < wanted.length; at++) {
    const swapped = `${wanted.slice(0, at)}${wanted[at + 1]}${wanted[at]}${wanted.slice(at + 2)}`
    least = Math.min(least, 1 + distance(swapped, name))
  }
  return least
}
