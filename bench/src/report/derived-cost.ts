import { mediansOf, type Report } from './result.ts'

/** Of the task `narrow_derived`. */
const DERIVED_COLUMNS = 2

/**
 * What a derived column takes of the client's CPU for a row, in nanoseconds: the difference between the task
 * with two of them and the one without, the encoding of the new columns included.
 */
export function derivedNanoseconds({ results }: Report): number | undefined {
  const of = (contender: string) =>
    results.find((its) => its.workload === 'derived' && its.contender === contender)
  const [without, having] = [of('carmilla, as it is'), of('carmilla, 2 derived columns')]
  if (without === undefined || having === undefined) return undefined
  const [base, medians] = [mediansOf(without), mediansOf(having)]
  if (base === undefined || medians === undefined) return undefined
  return ((medians.cpuSeconds - base.cpuSeconds) * 1e9) / having.rows / DERIVED_COLUMNS
}
