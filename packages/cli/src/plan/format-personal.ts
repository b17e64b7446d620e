import type { PersonalUse } from '@carmilla/transform'
import type { TextColumn, TextTableOptions } from '../output/text-table.ts'
import { formatNarrowTable } from './narrow-table.ts'

const COLUMNS: readonly TextColumn[] = [
  { title: 'personal' },
  { title: 'tells' },
  { title: 'treatment' },
  { title: 'reason' },
]

/** What becomes of the personal columns that a task reads; nothing where there are none. */
export function formatPersonal(
  uses: readonly PersonalUse[],
  options: TextTableOptions,
): readonly string[] {
  if (uses.length === 0) return []
  return [formatNarrowTable(COLUMNS, uses.map(cellsOf), options)]
}

function cellsOf({ column, category, treatment }: PersonalUse): readonly string[] {
  if (treatment === null) return [column, category, 'not written; functions may read it', '']
  const { kind, detail, reason } = treatment
  return [column, category, detail === undefined ? kind : `${kind}, ${detail}`, reason ?? '']
}
