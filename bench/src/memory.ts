import { takesPart } from './contender.ts'
import type { Result } from './report/result.ts'
import { type Ready, runRounds, type Stage } from './run-rounds.ts'
import type { SourceTable } from './tables.ts'
import type { Workload } from './workloads.ts'

const TABLE = 'narrow_many'

/**
 * Measures as a table grows: a copy of the rows of `source`, as often as it takes, which is dropped in the end. Of the
 * files only the number of rows is compared, for that of `source` itself is compared value by value elsewhere.
 */
export async function measureGrowing(
  workload: Workload,
  options: {
    readonly contenders: readonly Ready[]
    readonly rounds: number
    readonly rowCounts: readonly number[]
    readonly source: SourceTable
  },
  stage: Stage,
): Promise<readonly Result[]> {
  const { client, say } = stage
  const { contenders, rounds, rowCounts, source } = options
  const isAsked = contenders.some(({ contender }) => takesPart(contender, workload))
  if (!isAsked || source.rows === 0) return []
  const results: Result[] = []
  await client.query(`drop table if exists ${TABLE}`)
  try {
    await client.query(
      `create unlogged table ${TABLE} (like ${source.name}) with (autovacuum_enabled = off)`,
    )
    let rows = 0
    for (const wanted of rowCounts.toSorted((a, b) => a - b)) {
      say(`filling ${TABLE} with ${wanted.toLocaleString('en')} rows …`)
      while (rows < wanted) {
        const more = Math.min(source.rows, wanted - rows)
        await client.query(`insert into ${TABLE} select * from ${source.name} limit ${more}`)
        rows += more
      }
      await client.query(`vacuum (freeze, analyze) ${TABLE}`)
      const table = { name: TABLE, rows, fingerprint: { rows, columns: [] } }
      const grown = { ...workload, tables: [TABLE] }
      const tables = new Map([[TABLE, table]])
      results.push(...(await runRounds(grown, { contenders, rounds }, { ...stage, tables })))
    }
  } finally {
    await client.query(`drop table if exists ${TABLE}`)
  }
  return results
}
