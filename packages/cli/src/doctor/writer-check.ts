import { DEFAULT_WRITER, recordFormat } from '@carmilla/load'
import type { Tasks } from '../config/config.ts'
import type { Settings } from '../config/settings.ts'
import { formatNumberOf } from '../output/quantity.ts'
import { check, type CheckResult, Fault } from './check.ts'

/** Whether a writer other than the default takes all tasks; the default takes every type. */
export async function checkWriter(
  settings: Pick<Settings, 'writer' | 'codec'>,
  tasks: Tasks,
): Promise<readonly CheckResult[]> {
  const { writer, codec } = settings
  if (writer === DEFAULT_WRITER) return []
  const format = recordFormat(settings)
  const result = await check('writer', () => {
    const refused = Object.entries(tasks).flatMap(([name, task]) => {
      const columns = format.refusals(task.schema).map(({ column }) => column)
      return columns.length === 0 ? [] : [`${name} (${columns.join(', ')})`]
    })
    const count = Object.keys(tasks).length
    if (refused.length === 0) return `${writer}, ${codec}, for ${formatNumberOf(count, 'task')}`
    throw new Fault(
      `${writer} refuses ${refused.length} of ${formatNumberOf(count, 'task')}: ${refused.join(', ')}`,
      `use the default writer, ${DEFAULT_WRITER}, for them; \`etl plan\` says why`,
    )
  })
  return [result]
}
