import type { SourceType } from './result-column.ts'

/**
 * Whether values of a type come as Postgres prints them: those without a binary decoder, and arrays of
 * them. A column that has a decoder for their binary form asks for it.
 */
export function comesPrinted(type: SourceType): boolean {
  return type.kind === 'printed' || (type.kind === 'array' && type.element.kind === 'printed')
}
