import type { Round } from './change.ts'
import { FEWER_LABELS, LABELS, NO_LABELS, NULLABILITY } from './nullability.ts'
import { NUMBERS } from './numbers.ts'
import { PRECISION } from './precision.ts'
import { REORGANIZED, REORGANIZED_AGAIN } from './reorganized.ts'
import { TEXT_AND_TIME } from './text-and-time.ts'
import { UNNOTICED } from './unnoticed.ts'

/** Every change that is tried, in the databases in which they are. */
export const ROUNDS: readonly Round[] = [
  { round: 'numbers of another type', changes: NUMBERS },
  { round: 'numerics with other bounds', changes: PRECISION },
  { round: 'texts, times and others of another type', changes: TEXT_AND_TIME },
  { round: 'columns and tables that are gone or elsewhere', changes: REORGANIZED },
  { round: 'more of them that are gone or elsewhere', changes: REORGANIZED_AGAIN },
  { round: 'columns that may be NULL, or no longer', changes: NULLABILITY },
  { round: 'a renamed label', changes: LABELS },
  { round: 'a label less', changes: FEWER_LABELS },
  { round: 'no labels any more', changes: NO_LABELS },
  { round: 'changes that no task can be wrong for', changes: UNNOTICED },
]
