/** What the functions of personal data take: a column of the record, or a value of a row. */
import type { PersonalValue } from '@carmilla/extract'
import type { Column } from '../column.ts'
import type { Treated, TreatmentKind } from './treatment.ts'

/** A column, or a value as the functions of a task see it; NULL where there is none. */
export type Subject<Value = unknown> = Column | PersonalValue<Value> | null | undefined

/** A column becomes a treated one, a personal value its result; NULL stays NULL. */
export type TreatedSubject<Given, Kind extends TreatmentKind, Result> = Given extends Column
  ? Treated<Given, Kind>
  : Given extends PersonalValue<unknown>
    ? Result
    : Given

/** What is written of a text, or of each text of a list. */
export type TextType =
  | { readonly kind: 'text' }
  | { readonly kind: 'list'; readonly element: { readonly kind: 'text' } }

/** Nothing against a column of text or of lists of it, and against any value; else a sentence. */
export type TextOnly<Given, Name extends string> =
  Given extends Column<infer Type>
    ? Type extends TextType
      ? unknown
      : `${Name}() writes text; say ${Name}(text()), or ${Name}(list(text())) for an array`
    : unknown

/** The function of the task got a column; `false` for a value of a row. */
export function isColumn(subject: Subject): subject is Column {
  return typeof subject === 'object' && subject !== null && 'builder' in subject
}
