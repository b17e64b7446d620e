import { db } from '../generated/db.ts'
import {
  bool,
  date,
  dateOf,
  defineTask,
  float64,
  int32,
  json,
  lookup,
  optional,
  reveal,
  text,
  timestampMicros,
  uuid,
} from '@carmilla/transform'

/** Nothing stops on data: what a column cannot hold becomes NULL, and is counted. */
const COUNTED = { unrepresentable: 'null' } as const

/** Orders, with who asked for them and when they passed their four milestones. */
export default defineTask({
  source: db
    .selectFrom('orders')
    .leftJoin('providers', 'providers.id', 'orders.provider_id')
    .leftJoin('requests', 'requests.id', 'orders.request_id')
    .leftJoin('users', 'users.id', 'requests.user_id')
    .select([
      'orders.id',
      'orders.provider_id',
      'providers.name as provider_name',
      'orders.request_id',
      'users.email as user_email',
      'orders.client_id',
      'requests.organization_id',
      'orders.obligations',
      'orders.state',
      'orders.declined',
      'orders.order_cancelled',
      'orders.request_cancelled',
      'orders.last_computed_status',
      'orders.uuid',
      'orders.created_at',
      'orders.updated_at',
      'orders.booster',
    ]),
  lookups: {
    approval: timepoint('approval date'),
    review: timepoint('review date'),
    submission: timepoint('submission date'),
    completion: timepoint('completion date'),
  },
  record: ({ derive }) => ({
    id: int32(),
    provider_id: optional(int32()),
    provider_name: optional(text()),
    request_id: optional(int32()),
    user_email: reveal(optional(text()), 'orders are answered to whoever asked'),
    client_id: optional(int32()),
    organization_id: optional(int32()),
    obligations: optional(json()),
    state: text(),
    declined: bool(),
    order_cancelled: bool(),
    request_cancelled: bool(),
    last_computed_status: optional(text()),
    uuid: uuid(),
    created_at: optional(timestampMicros(), COUNTED),
    updated_at: optional(timestampMicros(), COUNTED),
    approval_date: derive(optional(date()), (order, { approval }) =>
      dateOf(approval.get(order.id)?.date ?? null),
    ),
    review_date: derive(optional(date()), (order, { review }) =>
      dateOf(review.get(order.id)?.date ?? null),
    ),
    submission_date: derive(optional(date()), (order, { submission }) =>
      dateOf(submission.get(order.id)?.date ?? null),
    ),
    completion_date: derive(optional(date()), (order, { completion }) =>
      dateOf(completion.get(order.id)?.date ?? null),
    ),
    booster: optional(float64()),
  }),
  expect: { unique: ['id'], rows: { min: 1 } },
})

/** The timepoint of this name of each order; the last one by primary key where there are several. */
function timepoint(name: string) {
  return lookup(
    db.selectFrom('timepoints').where('name', '=', name).select(['order_id', 'date']).orderBy('id'),
    'order_id',
    { keep: 'last' },
  )
}
