/** Keeps personal values out of messages, wherever a value is refused or a function fails. */
import {
  type ColumnDecoder,
  ExtractError,
  type PersonalCategory,
  PersonalValue,
  type ResultColumn,
  type Vector,
  type ValueReader,
  valueReader,
  type WireBatch,
} from '@carmilla/extract'
import { isUnrepresentable } from '../unrepresentable.ts'
import type { ValueBuilder } from '../value-builder.ts'
import { mayHoldPersonal } from './unwrap.ts'

/** Reads values of a column for the functions of a task; those of a personal one show nothing. */
export function columnReader({ type, personal }: ResultColumn): ValueReader {
  const read = valueReader(type)
  return personal === undefined ? read : personalReader(read, personal)
}

function personalReader(read: ValueReader, category: PersonalCategory): ValueReader {
  return (batch, position) => {
    try {
      return new PersonalValue(read(batch, position), category)
    } catch (error) {
      throw redacted(error, category)
    }
  }
}

/** Decodes a personal column; a value that it refuses is not in the error. */
export class RedactingDecoder implements ColumnDecoder {
  readonly #decoder: ColumnDecoder
  readonly #category: PersonalCategory

  constructor(decoder: ColumnDecoder, category: PersonalCategory) {
    this.#decoder = decoder
    this.#category = category
  }

  decode(batch: WireBatch, column: number): Vector {
    try {
      return this.#decoder.decode(batch, column)
    } catch (error) {
      throw redacted(error, this.#category)
    }
  }
}

/** The refusal without the value: neither its message nor its cause is kept. */
function redacted(error: unknown, category: PersonalCategory): unknown {
  if (!isUnrepresentable(error) && !(error instanceof RangeError)) return error
  const row = error instanceof ExtractError ? error.context['row'] : undefined
  return new ExtractError(
    'unrepresentable_value',
    `[personal ${category}] does not fit the column; treat or replace it in the query`,
    { context: row === undefined ? {} : { row } },
  )
}

/**
 * A function of a task that reads personal data: when it fails with a value in its hands, the
 * message is withheld, and what is told is where it failed.
 */
export function guarded<Arguments extends readonly unknown[], Result>(
  work: (...given: Arguments) => Result,
): (...given: Arguments) => Result {
  return (...given) => {
    try {
      return work(...given)
    } catch (error) {
      if (!mayHoldPersonal() || error instanceof ExtractError) throw error
      throw withheld(error)
    }
  }
}

function withheld(error: unknown): Error {
  const name = error instanceof Error ? error.name : 'what was thrown'
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  const place = stack.split('\n').find((line) => /^\s+at .*:\d+:\d+\)?$/.test(line))
  const where = place === undefined ? '' : ` ${place.trim()}`
  const message = `${name}${where}; its message is withheld, for it may hold personal data`
  return error instanceof RangeError ? new RangeError(message) : new Error(message)
}

/** Builds values that may be made of personal ones; one that it refuses is not in the error. */
export function guardedBuilder(builder: ValueBuilder): ValueBuilder {
  return {
    vector: builder.vector,
    begin: (rows) => builder.begin(rows),
    appendNull: () => builder.appendNull(),
    append: (value) => {
      try {
        builder.append(value)
      } catch (error) {
        if (!mayHoldPersonal() && !(value instanceof PersonalValue)) throw error
        const message = 'a value does not fit the column; it is withheld, for it may be personal'
        throw error instanceof RangeError ? new RangeError(message) : new Error(message)
      }
    },
  }
}
