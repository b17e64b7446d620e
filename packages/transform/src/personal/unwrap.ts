import { PersonalValue } from '@carmilla/extract'

let hasUnwrapped = false

/** Takes a value out, for a function that says what becomes of it. */
export function unwrap<Value>(personal: PersonalValue<Value>): Value {
  hasUnwrapped = true
  return PersonalValue.valueIn(personal)
}

/** Whether a function of a task may hold a personal value in the clear, in this process. */
export function mayHoldPersonal(): boolean {
  return hasUnwrapped
}

/** Treats the value in a personal one; NULL, and what was not found, stay what they are. */
export function treatValue<Value, Result>(
  subject: PersonalValue<Value> | null | undefined,
  treat: (value: Value) => Result,
): Result | null | undefined {
  return subject instanceof PersonalValue ? treat(unwrap(subject)) : subject
}
