import type { Column, UnrepresentablePolicy } from '../column.ts'
import { TransformError } from '../errors.ts'
import { showRecordType } from '../show-record-type.ts'
import { type JsonPlace, type ShapePlace, stepPath } from './json-place.ts'
import { isList, isObject, type JsonObject, type JsonValue, printJson } from './json-value.ts'
import { isStorable, scalarOfJson } from './scalar-of-json.ts'

/** What becomes of a key that a struct does not declare. */
export const EXTRA_KEYS = ['error', 'ignore', 'rest'] as const
export type ExtraKeys = (typeof EXTRA_KEYS)[number]

/** The field that takes the other keys of an object, with `extraKeys: 'rest'`. */
export const REST_FIELD = '_rest'

/**
 * Reads the value of one place of a document, as the column's builder takes it; `null` for NULL.
 *
 * @throws {ExtractError} `unrepresentable_value`
 */
export type ShapeReader = (value: JsonValue | undefined, place: JsonPlace) => unknown

/** What is said of a place of a shape. */
export interface ShapeRules {
  /** Its path, as in {@link ShapePlace}. */
  readonly path: string
  readonly optional: boolean
  readonly extraKeys: ExtraKeys
  readonly mismatch: UnrepresentablePolicy
}

/**
 * Makes the reader of a declared shape.
 *
 * @throws {TransformError} `record_mismatch` for a column that JSON has no form of, for a map whose keys
 * are not text, and for a struct without `_rest` when it should take the other keys
 */
export function shapeReader(column: Column, rules: ShapeRules): ShapeReader {
  const { type } = column
  const at = { path: rules.path, expected: showRecordType(type), optional: rules.optional }
  switch (type.kind) {
    case 'list':
      return listReader(partsOf(column.elements), at, rules)
    case 'map':
      return mapReader(column, at, rules)
    case 'struct':
      return structReader(column, at, rules)
    default: {
      const convert = scalarOfJson(type)
      if (convert === undefined) throw unreadable(at.path, `${at.expected} has no form in JSON`)
      return (value, place) => {
        if (value === null || value === undefined) return place.absent(value, at)
        return convert(value) ?? place.mismatch(value, at)
      }
    }
  }
}

function listReader(element: Column, at: ShapePlace, rules: ShapeRules): ShapeReader {
  const read = shapeReader(element, { ...rules, path: `${at.path}[*]`, optional: true })
  return (value, place) => {
    if (value === null || value === undefined) return place.absent(value, at)
    if (!isList(value)) return place.mismatch(value, at)
    return value.map((item, index) => readAt(index, item, read, place))
  }
}

function mapReader(column: Column, at: ShapePlace, rules: ShapeRules): ShapeReader {
  if (column.type.kind === 'map' && column.type.key.kind !== 'text') {
    throw unreadable(
      at.path,
      `the keys of a JSON object are text, not ${showRecordType(column.type.key)}`,
    )
  }
  const read = shapeReader(partsOf(column.values), {
    ...rules,
    path: `${at.path}.*`,
    optional: true,
  })
  return (value, place) => {
    if (value === null || value === undefined) return place.absent(value, at)
    if (!isObject(value) || !Object.keys(value).every(isStorable)) return place.mismatch(value, at)
    const entries = Object.entries(value)
    return new Map(entries.map(([key, item]) => [key, readAt(key, item, read, place)]))
  }
}

function structReader(column: Column, at: ShapePlace, rules: ShapeRules): ShapeReader {
  const declared = Object.entries(partsOf(column.fields))
  checkFields(declared, rules)
  const keepsRest = rules.extraKeys === 'rest'
  const fields = declared
    .filter(([name]) => !keepsRest || name !== REST_FIELD)
    .map(([name, field]) => {
      const path = stepPath(at.path, name)
      return { name, read: shapeReader(field, { ...rules, path, optional: field.optional }) }
    })
  const names = new Set(fields.map(({ name }) => name))
  return (value, place) => {
    if (value === null || value === undefined) return place.absent(value, at)
    if (!isObject(value)) return place.mismatch(value, at)
    const entries: [string, unknown][] = []
    let known = 0
    for (const { name, read } of fields) {
      const isThere = Object.hasOwn(value, name)
      if (isThere) known++
      entries.push([name, readAt(name, isThere ? value[name] : undefined, read, place)])
    }
    const others = Object.keys(value).length === known ? undefined : othersOf(value, names)
    if (keepsRest) entries.push([REST_FIELD, others === undefined ? null : printJson(others)])
    else if (others !== undefined) leaveOut(others, { at, rules, place })
    return Object.fromEntries(entries)
  }
}

function checkFields(fields: readonly (readonly [string, Column])[], rules: ShapeRules): void {
  if (rules.extraKeys === 'rest' && !fields.some(isRest)) {
    throw unreadable(
      rules.path,
      `a struct has no field for the keys that it does not declare; add ${REST_FIELD}: optional(json())`,
    )
  }
  const required = fields.find(([, { optional }]) => !optional)
  if (rules.mismatch === 'null' && required !== undefined) {
    const path = stepPath(rules.path, required[0])
    throw unreadable(path, 'the field may become NULL; wrap it in optional()')
  }
}

function leaveOut(
  others: JsonObject,
  { at, rules, place }: { at: ShapePlace; rules: ShapeRules; place: JsonPlace },
): void {
  for (const key of Object.keys(others)) {
    if (rules.extraKeys === 'error') {
      place.enter(key)
      throw place.refusal(
        "the key is not declared; add it to the struct, or choose { extraKeys: 'ignore' } or 'rest'",
      )
    }
    place.tally('dropped', `extra key in ${at.path}`)
  }
}

/** Reads a value one step further down. */
function readAt(
  step: string | number,
  value: JsonValue | undefined,
  read: ShapeReader,
  place: JsonPlace,
): unknown {
  place.enter(step)
  const found = read(value, place)
  place.leave()
  return found
}

function othersOf(object: JsonObject, names: ReadonlySet<string>): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !names.has(key)))
}

function isRest([name, { type, optional }]: readonly [string, Column]): boolean {
  return name === REST_FIELD && type.kind === 'json' && optional
}

function partsOf<Parts>(parts: Parts | undefined): Parts {
  if (parts === undefined) throw new TypeError('a column of this type does not say what is in it')
  return parts
}

function unreadable(path: string, sentence: string): TransformError {
  return new TransformError('record_mismatch', `json at ${path}: ${sentence}`)
}
