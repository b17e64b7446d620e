import type { ResultColumn } from '@carmilla/extract'
import type { PersonalColumns } from './personal-columns.ts'

/** Marks the columns of a result that hold personal data, so that nothing shows their values. */
export function markPersonal(
  columns: readonly ResultColumn[],
  personal: PersonalColumns,
): readonly ResultColumn[] {
  if (personal.size === 0) return columns
  return columns.map((column) => {
    const category = personal.get(column.name)
    return category === undefined ? column : { ...column, personal: category }
  })
}
