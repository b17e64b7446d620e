import { type JsonObject, objectField, textField } from '../json-fields.ts'
import { alreadyExists, checkName, notFound } from './glue-rules.ts'
import type { GlueTable } from './tables.ts'

/** A database, and its tables by their names in lower case. */
export interface GlueDatabase {
  readonly name: string
  input: JsonObject
  readonly createdAt: Date
  readonly tables: Map<string, GlueTable>
}

/** All databases of the account; their names are kept in lower case. */
export class GlueDatabases {
  readonly #byName = new Map<string, GlueDatabase>()

  get all(): readonly GlueDatabase[] {
    return [...this.#byName.values()]
  }

  /** @throws {AwsError} `EntityNotFoundException` */
  get(name: string): GlueDatabase {
    const database = this.#byName.get(name.toLowerCase())
    if (database !== undefined) return database
    throw notFound(`Database ${name}`)
  }

  create(input: JsonObject): JsonObject {
    const database = objectField(input, 'DatabaseInput')
    const name = textField(database, 'Name').toLowerCase()
    checkName(name)
    if (this.#byName.has(name)) throw alreadyExists(`Database ${name}`)
    this.#byName.set(name, { name, input: database, createdAt: new Date(), tables: new Map() })
    return {}
  }

  update(input: JsonObject): JsonObject {
    this.get(textField(input, 'Name')).input = objectField(input, 'DatabaseInput')
    return {}
  }

  delete(input: JsonObject): JsonObject {
    const { name } = this.get(textField(input, 'Name'))
    this.#byName.delete(name)
    return {}
  }

  describe({ name, input, createdAt }: GlueDatabase): JsonObject {
    return { ...input, Name: name, CreateTime: seconds(createdAt) }
  }
}

/** As JSON 1.1 has times. */
export function seconds(date: Date): number {
  return date.getTime() / 1000
}
