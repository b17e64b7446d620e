import { mediansOf, type Medians, type Report, type Result } from './result.ts'

/** The contenders that targets are about, by their names in `contenders.json`. */
export const NAMED = {
  psql: 'psql COPY BINARY',
  one: 'carmilla',
  two: 'carmilla, 2 workers',
  gentle: 'carmilla, --gentle',
  uuidBytes: 'carmilla, uuidBytes()',
  uuidBytesTwo: 'carmilla, uuidBytes(), 2 workers',
  duckdbOne: 'DuckDB, 1 thread',
  duckdbTwo: 'DuckDB, 2 threads',
  naive: 'kysely + parquetjs',
} as const

/** The medians of a result, and what it wrote. */
export type Measured = Medians & { readonly fileBytes: number }

/** Looks results up by their contenders; those that failed are not found. */
export class Findings {
  readonly #all: readonly Result[]
  readonly #results: readonly Result[]

  constructor({ results }: Report) {
    this.#all = results
    this.#results = results.filter(({ failure }) => failure === undefined)
  }

  find(workload: string, contender: string): Measured | undefined {
    const result = this.#results.find(
      (its) => its.workload === workload && its.contender === contender,
    )
    return result === undefined ? undefined : measuredOf(result)
  }

  ratio(
    workload: string,
    contender: string,
    base: string,
    measure: keyof Measured,
  ): number | undefined {
    const [value, by] = [this.find(workload, contender), this.find(workload, base)]
    return value === undefined || by === undefined ? undefined : value[measure] / by[measure]
  }

  /** Who takes the least, without those who have targets of their own. */
  bestPeer(workload: string, measure: keyof Measured): string | undefined {
    return this.#results
      .filter((its) => its.workload === workload && isOther(its.contender))
      .map((its) => ({ name: its.contender, value: measuredOf(its)?.[measure] ?? Infinity }))
      .toSorted((a, b) => a.value - b.value)[0]?.name
  }

  peaksByRows(contender: string): readonly { readonly rows: number; readonly bytes: number }[] {
    return this.#results
      .filter((its) => its.workload === 'memory' && its.contender === contender)
      .map((its) => ({ rows: its.rows, bytes: mediansOf(its)?.peakRssBytes ?? 0 }))
  }

  /** Of all that Carmilla ran; a run that failed has no equal file. */
  shareOfEqualFiles(): number | undefined {
    const verdicts = this.#all
      .filter(({ contender }) => contender.startsWith('carmilla'))
      .map(({ verdict }) => verdict?.equal === 'equal')
    return verdicts.length === 0 ? undefined : verdicts.filter(Boolean).length / verdicts.length
  }
}

function measuredOf(result: Result): Measured | undefined {
  const medians = mediansOf(result)
  return medians && { ...medians, fileBytes: result.verdict?.fileBytes ?? 0 }
}

function isOther(contender: string): boolean {
  return !['carmilla', 'psql', 'DuckDB', NAMED.naive].some((name) => contender.startsWith(name))
}
