import { actionItems } from './tables/action-items.ts'
import { addresses } from './tables/addresses.ts'
import { auditEvents, auditOrders } from './tables/audit.ts'
import { wareProviderConfigurations, wpcs } from './tables/boosters.ts'
import { clicks } from './tables/clicks.ts'
import { currencies } from './tables/currencies.ts'
import { embeddedDynamicForms } from './tables/embedded-dynamic-forms.ts'
import { events } from './tables/events.ts'
import { inventories } from './tables/inventories.ts'
import { inventoryGroups } from './tables/inventory-groups.ts'
import { invoices } from './tables/invoices.ts'
import { milestones } from './tables/milestones.ts'
import { notes } from './tables/notes.ts'
import { orders } from './tables/orders.ts'
import { organizations } from './tables/organizations.ts'
import { proposals } from './tables/proposals.ts'
import { providers } from './tables/providers.ts'
import { purchaseOrders } from './tables/purchase-orders.ts'
import { ratings } from './tables/ratings.ts'
import { refs } from './tables/refs.ts'
import { requests } from './tables/requests.ts'
import { shippings } from './tables/shippings.ts'
import { taxes } from './tables/taxes.ts'
import { timepoints } from './tables/timepoints.ts'
import { turnAroundTimes } from './tables/turn-around-times.ts'
import { users } from './tables/users.ts'
import { wares } from './tables/wares.ts'
import type { Table } from './table.ts'

/** Every table of the marketplace, in the order in which they are loaded. */
export const TABLES: readonly Table[] = [
  organizations,
  addresses,
  users,
  providers,
  wares,
  requests,
  orders,
  proposals,
  purchaseOrders,
  invoices,
  currencies,
  shippings,
  taxes,
  turnAroundTimes,
  timepoints,
  milestones,
  notes,
  ratings,
  refs,
  inventoryGroups,
  inventories,
  actionItems,
  events,
  embeddedDynamicForms,
  wpcs,
  wareProviderConfigurations,
  clicks,
  auditEvents,
  auditOrders,
]
