import { factsOf } from '../errors.ts'

/** What a check found. */
export interface CheckResult {
  readonly check: string
  readonly status: 'ok' | 'fail' | 'skipped'
  /** What was found, or what is wrong with it. */
  readonly detail: string
  /** What to do about it. */
  readonly hint?: string
}

/** A check that found fault and knows what to do about it. */
export class Fault extends Error {
  override readonly name = 'Fault'
  readonly hint: string

  constructor(message: string, hint: string) {
    super(message)
    this.hint = hint
  }
}

/** Runs a check: what it returns is the detail, and what it throws the fault. */
export async function check(
  name: string,
  look: () => string | Promise<string>,
): Promise<CheckResult> {
  try {
    return { check: name, status: 'ok', detail: await look() }
  } catch (error) {
    return failed(name, error)
  }
}

export function failed(name: string, error: unknown): CheckResult {
  const { message } = factsOf(error)
  if (error instanceof Fault)
    return { check: name, status: 'fail', detail: message, hint: error.hint }
  // The workspace's errors end with what to do.
  const [detail = message, ...hints] = message.split('; ')
  return {
    check: name,
    status: 'fail',
    detail,
    ...(hints.length === 0 ? {} : { hint: hints.join('; ') }),
  }
}

export function skipped(name: string, why: string): CheckResult {
  return { check: name, status: 'skipped', detail: why }
}
