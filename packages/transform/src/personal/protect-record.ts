import type { PersonalCategory } from '@carmilla/extract'
import type { Column, InternalColumn } from '../column.ts'
import type { Derived } from '../derived.ts'
import { TransformError } from '../errors.ts'
import type { PersonalColumns } from './personal-columns.ts'
import { guarded, guardedBuilder, RedactingDecoder } from './redact.ts'
import type { RecordColumn, Treated, Treatment, TreatmentKind } from './treatment.ts'

/** A personal column that a task reads, and what becomes of it. */
export interface PersonalUse {
  /** Its name in the query; in that of a lookup, `lookup.column`. */
  readonly column: string
  readonly category: PersonalCategory
  /** Null for a column that only functions of the task see, as values that show nothing. */
  readonly treatment: Treatment | null
}

/** What a record may declare for a column, before its treatment is built in. */
export type DeclaredColumn<Row, Views, Facts> =
  | Column
  | InternalColumn
  | Derived<Row, Views, Facts, Column>
  | Treated<Column, TreatmentKind>

type ProtectedColumn<Row, Views, Facts> =
  | RecordColumn
  | InternalColumn
  | Derived<Row, Views, Facts, RecordColumn>

/**
 * Builds the treatments of a record into its columns, and keeps personal values out of the messages of
 * columns and functions.
 *
 * @throws {TransformError} `record_mismatch` for a personal column that is not treated, which the
 * compiler has refused already
 */
export function protectColumn<Row, Views, Facts>(
  name: string,
  declared: DeclaredColumn<Row, Views, Facts>,
  personal: PersonalColumns,
  readsPersonal: boolean,
): ProtectedColumn<Row, Views, Facts> {
  const category = personal.get(name)
  if ('written' in declared) return treatedColumn(declared, category)
  if ('internal' in declared) return declared
  if ('compute' in declared) return readsPersonal ? guardedColumn(declared) : declared
  if (category === undefined) return declared
  throw new TransformError(
    'record_mismatch',
    `record column \`${name}\` is personal (${category}); say what becomes of it, as hash() or reveal() do`,
  )
}

function treatedColumn(
  { written, treatment, treat }: Treated<Column, TreatmentKind>,
  found: PersonalCategory | undefined,
): RecordColumn {
  // What is revealed is personal for the compiler, also where the query's tree does not show it.
  const category = found ?? (treatment.kind === 'reveal' ? 'other' : undefined)
  if (category === undefined) return { ...written, decoder: treat, treatment }
  return {
    ...written,
    treatment,
    personal: category,
    decoder: (source, use) => {
      const decoder = treat(source, use)
      return decoder && new RedactingDecoder(decoder, category)
    },
  }
}

function guardedColumn<Row, Views, Facts>({
  column,
  compute,
}: Derived<Row, Views, Facts, Column>): Derived<Row, Views, Facts, RecordColumn> {
  const { builder } = column
  return {
    column: { ...column, personal: 'other', builder: () => guardedBuilder(builder()) },
    compute: guarded(compute),
  }
}

/** The personal columns of a query and of the lookups beside it, in their order. */
export function personalUses<Row, Views, Facts>(
  entries: readonly (readonly [string, DeclaredColumn<Row, Views, Facts>])[],
  personal: PersonalColumns,
  lookups: Readonly<Record<string, { readonly personal: PersonalColumns }>>,
): readonly PersonalUse[] {
  const treatments = new Map(
    entries.flatMap(([name, declared]) =>
      'written' in declared ? [[name, declared.treatment] as const] : [],
    ),
  )
  const revealed = [...treatments].filter(
    ([name, { kind }]) => kind === 'reveal' && !personal.has(name),
  )
  return [
    ...[...personal].map(([column, category]) => ({
      column,
      category,
      treatment: treatments.get(column) ?? null,
    })),
    ...revealed.map(([column, treatment]) => ({ column, category: 'other' as const, treatment })),
    ...Object.entries(lookups).flatMap(([lookup, query]) =>
      [...query.personal].map(([column, category]) => ({
        column: `${lookup}.${column}`,
        category,
        treatment: null,
      })),
    ),
  ]
}
