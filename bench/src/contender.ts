import { readFile } from 'node:fs/promises'
import type { Workload } from './workloads.ts'

/** A command line that reads the tables of a workload, as `contenders.json` has it. */
export interface Contender {
  readonly name: string
  /** What must be known of it to read its figures. */
  readonly settings: string
  /** Names or groups of workloads. */
  readonly workloads: readonly string[]
  readonly command: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** What `{statements}` repeats for each table. */
  readonly statement?: string
  /** Prints its version, and so shows that it is there. */
  readonly version: readonly string[]
  /** Folder that it is installed in; several can share one. */
  readonly home?: string
  readonly install?: readonly (readonly string[])[]
  /** Whether the installation takes minutes; the quick run then goes without it. */
  readonly slowInstall?: boolean
  /** How to get what is not installed here. */
  readonly hint?: string
}

/** Values of the placeholders that all commands know. */
export interface Places {
  readonly node: string
  readonly repository: string
  readonly home: string
}

/** Values of the placeholders of a command that reads tables. */
export interface ReadPlaces extends Places {
  readonly url: string
  readonly tables: readonly string[]
  readonly out: string
}

/**
 * Reads contenders from JSON files.
 *
 * @throws {Error} that names the file, the contender and the field at fault
 */
export async function readContenders(files: readonly string[]): Promise<readonly Contender[]> {
  const read = await Promise.all(
    files.map(async (file) => {
      const value: unknown = JSON.parse(await readFile(file, 'utf8'))
      if (!Array.isArray(value)) throw new Error(`${file}: not a list of contenders`)
      return value.map((entry, index) => asContender(entry, `${file}: contender ${index + 1}`))
    }),
  )
  return read.flat()
}

/** Whether a contender takes part in a workload. */
export function takesPart({ workloads }: Contender, { name, group }: Workload): boolean {
  return workloads.includes(name) || workloads.includes(group)
}

/** Fills in the placeholders of a command that reads tables; `{tables}` becomes an argument for each. */
export function readCommand(contender: Contender, places: ReadPlaces): string[] {
  const statements = places.tables
    .map((table) => fill(contender.statement ?? '', { ...places, table }))
    .join(' ')
  const [table = ''] = places.tables
  return contender.command.flatMap((argument) =>
    argument === '{tables}'
      ? places.tables
      : [fill(argument.replaceAll('{statements}', statements), { ...places, table })],
  )
}

/** Replaces `{name}` by the value of that name; other braces stay. */
export function fill(text: string, places: object): string {
  const known = new Map(Object.entries(places))
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value: unknown = known.get(name)
    return typeof value === 'string' ? value : whole
  })
}

function asContender(value: unknown, where: string): Contender {
  if (!isObject(value)) throw new Error(`${where}: not an object`)
  const named = typeof value['name'] === 'string' ? `${where}, \`${value['name']}\`` : where
  const wrong = Object.entries(FIELDS).find(([field, { optional, is }]) => {
    const given = value[field]
    return given === undefined ? !optional : !is(given)
  })
  if (wrong !== undefined) {
    throw new Error(`${named}: field \`${wrong[0]}\` must be ${wrong[1].what}`)
  }
  const unknown = Object.keys(value).find((field) => !(field in FIELDS))
  if (unknown !== undefined) throw new Error(`${named}: field \`${unknown}\` is not known`)
  return isContender(value) ? value : unreachable(named)
}

interface Field {
  readonly what: string
  readonly optional: boolean
  readonly is: (value: unknown) => boolean
}

const text: Field = {
  what: 'a text',
  optional: false,
  is: (value) => typeof value === 'string' && value !== '',
}
const texts: Field = {
  what: 'a list of texts',
  optional: false,
  is: (value) => Array.isArray(value) && value.length > 0 && value.every(text.is),
}
const FIELDS: Readonly<Record<keyof Contender, Field>> = {
  name: text,
  settings: text,
  workloads: texts,
  command: texts,
  version: texts,
  statement: { ...text, optional: true },
  home: { ...text, optional: true },
  hint: { ...text, optional: true },
  slowInstall: { what: 'true or false', optional: true, is: (value) => typeof value === 'boolean' },
  install: {
    what: 'a list of commands',
    optional: true,
    is: (value) => Array.isArray(value) && value.every(texts.is),
  },
  env: {
    what: 'an object of texts',
    optional: true,
    is: (value) => isObject(value) && Object.values(value).every(text.is),
  },
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isContender(value: object): value is Contender {
  return Object.entries(FIELDS).every(([field, { optional }]) => optional || field in value)
}

function unreachable(named: string): never {
  throw new Error(`${named}: not a contender`)
}
