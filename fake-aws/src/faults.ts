/** What goes wrong with a call. */
export type Fault =
  /** The service refuses, or fails, without having done anything. */
  | { readonly kind: 'error'; readonly status: number; readonly code: string }
  /** The connection is cut: before the service has done anything, or once it has. */
  | { readonly kind: 'reset'; readonly when: 'before' | 'after' }
  /** No answer ever comes. */
  | { readonly kind: 'silence'; readonly when: 'before' | 'after' }
  /** Something else happens first, such as the death of the caller; the call then goes on. */
  | { readonly kind: 'hook'; readonly when: 'before' | 'after'; readonly run: () => void }

export interface PlannedFault {
  /** `s3:UploadPart`, `glue:UpdateTable`, …, or `*` for any. */
  readonly operation: string
  readonly fault: Fault
  /** Calls that go well before; 0 by default. */
  readonly skip?: number
  /** Calls that it happens to; 1 by default. */
  readonly times?: number
}

/** One call that a service got. */
export interface Call {
  readonly operation: string
  /** The path of S3, the table of Glue, …; never a secret. */
  readonly resource: string
}

/** What is to go wrong, and what has been called. */
export class Faults {
  readonly #planned: { fault: PlannedFault; skip: number; times: number }[] = []
  readonly #denied = new Set<string>()
  readonly #calls: Call[] = []

  /** Every call so far, those that failed included. */
  get calls(): readonly Call[] {
    return this.#calls
  }

  add(fault: PlannedFault): void {
    this.#planned.push({ fault, skip: fault.skip ?? 0, times: fault.times ?? 1 })
  }

  /** Takes permissions away, by the names of IAM: `s3:PutObject`. */
  deny(...actions: readonly string[]): void {
    for (const action of actions) this.#denied.add(action)
  }

  isDenied(action: string): boolean {
    return this.#denied.has(action)
  }

  /** Forgets all faults, denials and calls. */
  clear(): void {
    this.#planned.length = 0
    this.#calls.length = 0
    this.#denied.clear()
  }

  /** Notes a call, and says what goes wrong with it. */
  next(call: Call): Fault | undefined {
    this.#calls.push(call)
    for (const plan of this.#planned) {
      const { operation, fault } = plan.fault
      if (operation !== '*' && operation !== call.operation) continue
      if (plan.times === 0) continue
      if (plan.skip > 0) {
        plan.skip--
        continue
      }
      plan.times--
      return fault
    }
    return undefined
  }
}
