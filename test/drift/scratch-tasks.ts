/** Tasks beside the project's own and the scaffolds of every other table: what those do not do. */
export const SCRATCH_TASKS: Readonly<Record<string, string>> = {
  // Compares an enum with one of its labels, and needs to know all of them.
  log_ins: `
import { db } from '../generated/db.ts'
import { defineTask, int64, internal, optional, reveal, text } from '@carmilla/transform'

const VERBS = { insert: 'added', update: 'changed', delete: 'removed', 'log in': 'came' }

export default defineTask({
  source: db
    .selectFrom('audit.events')
    .where('operation', '=', 'log in')
    .select(['id', 'operation', 'actor']),
  record: ({ derive }) => ({
    id: int64(),
    operation: internal(),
    actor: reveal(optional(text()), 'log-ins are counted by person'),
    verb: derive(text(), (event) => VERBS[event.operation]),
  }),
})
`,
  // Joins without outer rows; reads columns in conditions only, and one table twice.
  opinions: `
import { db } from '../generated/db.ts'
import { defineTask, int32, optional, text } from '@carmilla/transform'

export default defineTask({
  source: db
    .selectFrom('ratings')
    .innerJoin('users', 'users.id', 'ratings.user_id')
    .leftJoin('organizations as employer', 'employer.id', 'ratings.organization_id')
    .where('users.active', '=', true)
    .where('ratings.spam', '=', false)
    .select(['ratings.id', 'ratings.value as stars', 'users.company', 'employer.name as employer']),
  record: () => ({
    id: int32(),
    stars: int32(),
    company: optional(text()),
    employer: optional(text()),
  }),
})
`,
}
