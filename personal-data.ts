import { classify } from '@carmilla/transform'
import type { DB } from './generated/schema.ts'

/** Which columns of the marketplace hold personal data; `none` was looked at, and is not. */
export default classify<DB>({
  policy: 'required',
  columns: {
    addresses: {
      attention: 'name',
      person_name: 'name',
      care_of: 'name',
      notes: 'free text',
      street: 'address',
      street2: 'address',
      zipcode: 'address',
      organization_name: 'none',
      name: 'none',
    },
    'audit.events': { actor: 'email', client_address: 'ip address' },
    clicks: { data: 'online id' },
    embedded_dynamic_forms: { data: 'free text' },
    events: {
      email: 'email',
      username: 'online id',
      remote_addr: 'ip address',
      session_id: 'online id',
      computer_id: 'online id',
      raw_post: 'free text',
    },
    // About the goods, by the provider.
    milestones: { comments: 'none' },
    notes: { body: 'free text' },
    proposals: { user_full_name: 'name' },
    providers: { contact_emails: 'email', sales_email: 'email', phone_number: 'phone' },
    ratings: { comment: 'free text' },
    refs: { fields: 'other' },
    // About the parcel and about the tax: the applications write them, not people.
    shippings: { notes: 'none' },
    taxes: { notes: 'none' },
    users: {
      email: 'email',
      first_name: 'name',
      last_name: 'name',
      company: 'none',
      sso_attributes: 'online id',
    },
  },
})
