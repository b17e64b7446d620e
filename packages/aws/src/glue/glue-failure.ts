import { LoadError } from '@carmilla/load'
import { factsOf, failureKind } from '../failure-kind.ts'

/** What was asked of Glue. */
export interface GlueAction {
  /** `glue:UpdateTable` */
  readonly action: string
  /** `lake.orders` */
  readonly resource: string
}

/** Says what a call of Glue failed at. */
export function glueFailure(error: unknown, { action, resource }: GlueAction): LoadError {
  if (error instanceof LoadError) return error
  const { name, status } = factsOf(error)
  const said = error instanceof Error ? error.message : String(error)
  const denied = status === 403 || name === 'AccessDeniedException'
  const hint = denied ? `; the role needs ${action} on it, see etl doctor` : ''
  return new LoadError(
    denied ? 'target_not_writable' : 'write_failed',
    `glue table \`${resource}\`: ${name}: ${said}${hint}`,
    { cause: error, retriable: failureKind(error) !== 'permanent', context: { action, resource } },
  )
}
