import type { ResultColumn } from '@carmilla/extract'
import { detectPersonal } from '@carmilla/transform'

/** A column that is exported, as far as it may be told from what it looks like. */
export interface NoticedColumn {
  readonly source: ResultColumn
  readonly comment: string | null
  readonly table?: string
}

/** Names the exported columns that look personal, in one sentence; none where no column does. */
export function personalNotice(
  subject: string,
  columns: readonly NoticedColumn[],
): readonly string[] {
  const found = columns.flatMap(({ source, comment, table }) => {
    const category = detectPersonal({ name: source.name, type: source.type, comment, table })
    return category === undefined ? [] : [`${source.name} (${category})`]
  })
  if (found.length === 0) return []
  return [
    `${subject}: ${found.join(', ')} ${found.length === 1 ? 'looks' : 'look'} personal, and ${found.length === 1 ? 'is' : 'are'} exported as in the database; a task or --query can leave out, hash or mask`,
  ]
}
