import { inspect } from 'node:util'
import type { PersonalCategory } from './personal.ts'

/**
 * A personal value as the functions of a task see it: it can be handed on, and shows nothing of
 * itself. As text, in JSON and on a console it is `[personal email]`.
 */
export class PersonalValue<out Value, out Category extends PersonalCategory = PersonalCategory> {
  readonly category: Category
  readonly #value: Value

  constructor(value: Value, category: Category) {
    this.#value = value
    this.category = category
  }

  /** The value itself, for the functions that say what becomes of it. */
  static valueIn<Value>(personal: PersonalValue<Value>): Value {
    return personal.#value
  }

  static {
    // What a console shows of it; as a method, its computed name would need the type checker.
    Object.defineProperty(this.prototype, inspect.custom, {
      value(this: PersonalValue<unknown>) {
        return this.toString()
      },
    })
  }

  toString(): string {
    return `[personal ${this.category}]`
  }

  toJSON(): string {
    return this.toString()
  }

  [Symbol.toPrimitive](): string {
    return this.toString()
  }
}
