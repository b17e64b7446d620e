import {
  type Connection,
  type ConnectionSettings,
  connect,
  openSnapshot,
  textRows,
} from '@carmilla/extract'
import type { Task } from '@carmilla/transform'
import { databaseName } from '../config/database.ts'
import { formatNumberOf } from '../output/quantity.ts'
import { estimateRows } from '../run/estimate-rows.ts'
import { recordOnly } from '../run/record-only.ts'
import { check, type CheckResult, failed, Fault, skipped } from './check.ts'

/** Everything that is asked of the server, as text. */
const FACTS = `
  select current_user::text as "user",
         current_setting('server_version') as version,
         current_setting('server_version_num') as version_number,
         current_setting('transaction_read_only') as read_only,
         pg_is_in_recovery()::text as in_recovery,
         pg_backend_pid()::text as backend_pid`

/** PostgreSQL 14: the oldest release that is tested. */
const LEAST_VERSION_NUMBER = 140_000

const SESSION_CHECKS = ['server', 'read-only', 'pooler', 'snapshot'] as const

/** Checks the source database, and then whether each task can be run on it. */
export async function checkDatabase(
  settings: ConnectionSettings,
  tasks: Readonly<Record<string, Task>>,
  signal: AbortSignal,
): Promise<readonly CheckResult[]> {
  try {
    await using connection = await connect(settings, { signal })
    const [facts = {}] = await textRows(connection, { sql: FACTS, parameters: [] }, signal)
    return [
      { check: 'database', status: 'ok', detail: databaseName(settings) },
      ...(await checkSession(connection, facts)),
      await checkSnapshot(settings, signal),
      ...(await checkTasks(settings, tasks, signal)),
    ]
  } catch (error) {
    signal.throwIfAborted()
    const unasked = [...SESSION_CHECKS, ...Object.keys(tasks).map(nameOf)]
    return [failed('database', error), ...unasked.map((name) => skipped(name, 'no connection'))]
  }
}

function checkSession(
  connection: Connection,
  facts: Readonly<Record<string, string | null>>,
): Promise<readonly CheckResult[]> {
  return Promise.all([
    check('server', () => {
      const role = facts['in_recovery'] === 'true' ? 'a standby, in recovery' : 'a primary'
      if (Number(facts['version_number']) >= LEAST_VERSION_NUMBER) {
        return `PostgreSQL ${facts['version']}, ${role}`
      }
      throw new Fault(`PostgreSQL ${facts['version']} is too old`, 'use 14 or newer')
    }),
    check('read-only', () => {
      if (facts['read_only'] === 'on') return `all transactions of ${facts['user']} are read-only`
      throw new Fault(
        'the transaction may write',
        'take out what stands between: it drops settings',
      )
    }),
    check('pooler', () => {
      if (facts['backend_pid'] === String(connection.backendPid)) return 'none in front'
      throw new Fault(
        `the session is served by backend ${facts['backend_pid']}, and ${connection.backendPid} was promised`,
        'connect to Postgres itself: through a pooler queries cannot be cancelled, nor a snapshot shared',
      )
    }),
  ])
}

/** Takes a snapshot and reads in it from a second session, as a run does. */
function checkSnapshot(settings: ConnectionSettings, signal: AbortSignal): Promise<CheckResult> {
  return check('snapshot', async () => {
    await using snapshot = await openSnapshot(settings, { signal })
    await using connection = await snapshot.connect({ signal })
    await textRows(connection, { sql: FACTS, parameters: [] }, signal)
    return 'can be exported, and shared between sessions'
  })
}

/** Each in a session of its own, as in a run: a failure does not touch the next one. */
async function checkTasks(
  settings: ConnectionSettings,
  tasks: Readonly<Record<string, Task>>,
  signal: AbortSignal,
): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = []
  for (const [name, task] of Object.entries(tasks)) {
    results.push(
      await check(nameOf(name), async () => {
        await using connection = await connect(settings, { signal })
        await task.open(recordOnly(connection), { name, signal })
        const rows = await estimateRows(connection, task.source, signal)
        const columns = formatNumberOf(task.schema.length, 'column')
        return rows === undefined ? columns : `${columns}, about ${formatNumberOf(rows, 'row')}`
      }),
    )
  }
  return results
}

function nameOf(task: string): string {
  return `task ${task}`
}
