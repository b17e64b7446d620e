import type { PersonalCategory, SourceType } from '@carmilla/extract'
import { nameWords } from './name-words.ts'
import {
  HARMLESS_ENDS,
  PEOPLE,
  PLAIN_NAMES,
  QUESTION_STARTS,
  REFERENCE_ENDS,
  TERMS,
} from './personal-terms.ts'

/** What is known of a column to whoever asks whether it looks personal. */
export interface DetectedColumn {
  readonly name: string
  readonly type: SourceType
  /** The type as Postgres prints it; of a domain, its name. */
  readonly formattedType?: string | undefined
  readonly comment?: string | null | undefined
  /** Its table, without a schema. */
  readonly table?: string | undefined
}

const SAYS_PERSONAL =
  /\bpersonal (?:data|information)|\bpii\b|personenbezogen|donn[ée]es? (?:personnelles?|[àa] caract[èe]re personnel)|datos? personal(?:es)?/i
const SAYS_NOT_PERSONAL =
  /\b(?:no|not|without|never|keine?|aucune?|sin|pas de)\s+(?:\w+\s+)?(?:personal|pii|personenbezogen|donn[ée]es? personnelles?|datos? personal)/i
const SAYS_FREE_TEXT = /\bfree text\b|\bfreitext\b|texte libre|texto libre/i

/**
 * What a column looks like it tells about a person, by its comment, its type, the domain it is of and
 * its name; `undefined` for one that does not look personal. It proposes: people decide.
 */
export function detectPersonal(column: DetectedColumn): PersonalCategory | undefined {
  const { comment, type, name, table } = column
  if (comment !== null && comment !== undefined && SAYS_PERSONAL.test(comment)) {
    if (SAYS_NOT_PERSONAL.test(comment)) return undefined
    if (SAYS_FREE_TEXT.test(comment)) return 'free text'
    return (
      categoryOfType(type) ??
      categoryOfName(name, type, table) ??
      termIn(nameWords(comment), true) ??
      'other'
    )
  }
  return categoryOfType(type) ?? categoryOfName(name, type, table) ?? categoryOfDomain(column)
}

function categoryOfType(type: SourceType): PersonalCategory | undefined {
  const scalar = elementOf(type)
  if (scalar.kind !== 'printed') return undefined
  if (scalar.name === 'inet' || scalar.name === 'cidr') return 'ip address'
  return scalar.name === 'macaddr' || scalar.name === 'macaddr8' ? 'online id' : undefined
}

function categoryOfName(
  name: string,
  type: SourceType,
  table: string | undefined,
): PersonalCategory | undefined {
  const words = nameWords(name)
  const category = isHarmless(words) ? undefined : termIn(words, false)
  if (category !== undefined) return canHold(type, category) ? category : undefined
  const isName = words.length === 1 && words.every((word) => PLAIN_NAMES.has(word))
  const last = nameWords(table ?? '').at(-1)
  return isName && last !== undefined && PEOPLE.has(last) && canHold(type, 'name')
    ? 'name'
    : undefined
}

/** A domain has a name of its own, which its columns have as their type. */
function categoryOfDomain({ type, formattedType }: DetectedColumn): PersonalCategory | undefined {
  if (formattedType === undefined || isBuiltIn(type, formattedType)) return undefined
  const category = termIn(nameWords(formattedType.replace(/^.*\./, '')), false)
  return category !== undefined && canHold(type, category) ? category : undefined
}

function isBuiltIn(type: SourceType, formattedType: string): boolean {
  const scalar = elementOf(type)
  return 'name' in scalar ? formattedType.includes(scalar.name) : BUILT_IN.test(formattedType)
}

const BUILT_IN =
  /^(?:character|text|name|"char"|bytea|json|uuid|date|time|numeric|integer|smallint|bigint|real|double|boolean|oid|xid|cid|hstore)/

function isHarmless(words: readonly string[]): boolean {
  const [first, last] = [words[0], words.at(-1)]
  if (first === undefined || last === undefined) return true
  if (words.length === 1) return false
  if (QUESTION_STARTS.has(first) && !isTerm(words.join(''))) return true
  const isNumbered = isTerm(words.slice(-2).join('')) || isTerm(words.join(''))
  return (HARMLESS_ENDS.has(last) || REFERENCE_ENDS.has(last)) && !isNumbered
}

/** Categories by the words of a term, written as one. */
const BY_TERM: ReadonlyMap<string, PersonalCategory> = new Map(
  TERMS.toReversed().flatMap(([category, terms]) =>
    terms.split(',').map((term) => [term.replaceAll(/\s/g, ''), category] as const),
  ),
)
const MOST_WORDS = 4

function isTerm(compact: string): boolean {
  return BY_TERM.has(compact)
}

/** The longest term that some words of the name make; of several, that of the first category. */
function termIn(words: readonly string[], isProse: boolean): PersonalCategory | undefined {
  for (let length = MOST_WORDS; length > 0; length--) {
    const found = new Set<PersonalCategory | undefined>()
    for (let end = length; end <= words.length; end++) {
      found.add(BY_TERM.get(words.slice(end - length, end).join('')))
    }
    const first = TERMS.find(([category]) => found.has(category))?.[0]
    if (first !== undefined && !(isProse && first === 'free text')) return first
  }
  return undefined
}

const TIMES: ReadonlySet<string> = new Set(['date', 'timestamp', 'timestamptz'])
const NUMBERS: ReadonlySet<string> = new Set([
  'int2',
  'int4',
  'int8',
  'float4',
  'float8',
  'numeric',
])
const IN_NUMBERS: ReadonlySet<PersonalCategory> = new Set([
  'phone',
  'birth',
  'id number',
  'financial',
  'demographic',
  'health',
  'location',
])
const IN_ENUMS: ReadonlySet<PersonalCategory> = new Set(['demographic', 'health'])

/** Whether values of a type can tell this: no date is a name, and no number an e-mail address. */
function canHold(type: SourceType, category: PersonalCategory): boolean {
  const { kind } = elementOf(type)
  if (kind === 'bool') return false
  if (kind === 'enum') return IN_ENUMS.has(category)
  if (TIMES.has(kind)) return category === 'birth'
  if (NUMBERS.has(kind)) return IN_NUMBERS.has(category)
  return true
}

function elementOf(type: SourceType): SourceType {
  return type.kind === 'array' ? elementOf(type.element) : type
}
