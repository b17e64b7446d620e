import type { ChangedValues } from '@carmilla/extract'

/** What can become of a value that a declared policy changes. */
export const CHANGE_KINDS = ['rounded', 'truncated', 'clamped', 'flattened', 'dropped'] as const
export type ChangeKind = (typeof CHANGE_KINDS)[number]

/** Counts the changes of one column. */
export interface ChangeCounter {
  /** Gives a decoder what it counts in. */
  readonly changed: (kind: ChangeKind, reason: string) => ChangedValues
  /** Counts one change, or one NULL, for a reason that the decoder finds as it goes. */
  readonly count: (kind: 'null' | ChangeKind, reason: string) => void
}
