import { dirname } from 'node:path'
import type { Connection } from '@carmilla/extract'
import type { Task } from '@carmilla/transform'
import { loadConfig } from '../config/find-config.ts'
import { CliError } from '../errors.ts'
import { type QueryExport, queryTask, type TableExport, tableTask } from '../export/export-task.ts'

/** Where a thread finds a task, whose functions cannot be handed to it; serialisable. */
export type TaskOrigin =
  | {
      readonly kind: 'config'
      /** Absolute path of the configuration. */
      readonly path: string
      readonly task: string
    }
  | { readonly kind: 'table'; readonly exported: TableExport }
  | { readonly kind: 'query'; readonly exported: QueryExport }

/**
 * Makes the task anew.
 *
 * @param connection - on which the columns of an exported table are described.
 * @throws {CliError} `config_invalid`, `unknown_task`, `not_exportable`
 * @throws {ExtractError}
 */
export async function taskFrom(origin: TaskOrigin, connection: Connection): Promise<Task> {
  if (origin.kind === 'table') return (await tableTask(connection, origin.exported)).task
  if (origin.kind === 'query') return (await queryTask(connection, origin.exported)).task
  const { config } = await loadConfig(dirname(origin.path), origin.path)
  const task = config.tasks[origin.task]
  if (task !== undefined) return task
  throw new CliError('unknown_task', `no task \`${origin.task}\``)
}
