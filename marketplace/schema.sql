-- The marketplace: a procurement platform on which organizations order wares and services from
-- providers. Requests become proposals, orders, purchase orders and invoices.
--
-- Two sections, as in a dump: tables first; then, below the line `-- after the load`, what is
-- cheaper to build once the rows are there (indexes, foreign keys, views). Running the whole file
-- in order works too.
--
-- Several pairs of columns are polymorphic references (`exchangable_type`, `exchangable_id`): the
-- type is the name of the application's class, and no foreign key can stand behind them.

CREATE TABLE action_items (
  id                bigint NOT NULL,
  action_performed  varchar,
  completed_at      timestamp,
  proposal_id       integer,
  purchase_order_id integer,
  provider_id       varchar,
  uuid              uuid,
  created_at        timestamp,
  updated_at        timestamp,
  order_id          integer,
  request_id        integer,
  note_id           integer,
  invoice_id        integer,
  request_name      varchar,
  organization_id   integer,
  type              varchar,
  ads_ad_id         integer,
  PRIMARY KEY (id)
);

CREATE TABLE addresses (
  id                integer NOT NULL,
  type              varchar,
  organization_name varchar,
  site_name         varchar,
  attention         varchar,
  person_name       varchar,
  care_of           varchar,
  notes             text,
  total             varchar,
  currency          varchar,
  address_id        varchar,
  street            varchar,
  street2           varchar,
  city              varchar,
  state             varchar,
  zipcode           varchar,
  country           varchar,
  created_at        timestamp,
  updated_at        timestamp,
  name              varchar,
  site_type         varchar,
  text              text,
  addressable_id    integer,
  addressable_type  varchar,
  legal_entity_id   integer,
  PRIMARY KEY (id)
);

CREATE TABLE currencies (
  id                 integer NOT NULL,
  exchangable_id     integer,
  exchangable_type   varchar,
  currency           varchar,
  conversion_rate    numeric(18,8),
  conversion_set_at  timestamp,
  conversion_history jsonb,
  created_at         timestamp,
  updated_at         timestamp,
  PRIMARY KEY (id)
);

CREATE TABLE embedded_dynamic_forms (
  id             integer NOT NULL,
  name           varchar,
  version_number integer,
  slug           varchar,
  key            varchar,
  schema         json,
  options        json,
  data           json,
  created_at     timestamp,
  updated_at     timestamp,
  PRIMARY KEY (id)
);

CREATE TABLE events (
  id              bigint NOT NULL,
  event           varchar,
  email           varchar,
  username        varchar,
  application     varchar,
  duration        double precision,
  remote_addr     varchar,
  host            varchar,
  action          varchar,
  controller      varchar,
  session_id      varchar,
  computer_id     varchar,
  query           varchar,
  raw_post        varchar,
  categories      text[],
  source          text[],
  providers       jsonb,
  uuid            uuid NOT NULL,
  datetime        timestamp,
  created_at      timestamp,
  updated_at      timestamp,
  api_version     text,
  organization_id integer,
  PRIMARY KEY (id)
);

CREATE TABLE inventories (
  id                 bigint NOT NULL,
  inventory_group_id integer,
  data               jsonb,
  created_at         timestamp,
  updated_at         timestamp,
  uuid               uuid,
  product_name       varchar,
  product_url        varchar,
  provider_id        integer,
  PRIMARY KEY (id)
);

CREATE TABLE inventory_groups (
  id            integer NOT NULL,
  index         integer NOT NULL,
  metadata      jsonb,
  shipping_cost numeric NOT NULL,
  created_at    timestamp,
  updated_at    timestamp,
  uuid          uuid,
  deleted_at    timestamp,
  PRIMARY KEY (id)
);

CREATE TABLE invoices (
  id                   integer NOT NULL,
  invoice_number       varchar,
  cancelled            boolean NOT NULL,
  issued_at            timestamp,
  document_type        varchar NOT NULL,
  commission_rate      numeric(7,4),
  purchase_order_id    integer,
  created_at           timestamp,
  updated_at           timestamp,
  uuid                 uuid,
  subtotal_price       numeric(14,2) NOT NULL,
  total_price          numeric(14,2) NOT NULL,
  discount_amount      numeric(14,2) NOT NULL,
  provider_id          integer,
  order_id             integer,
  approved_for_payment boolean,
  discount             varchar,
  PRIMARY KEY (id)
);

CREATE TABLE milestones (
  id              integer NOT NULL,
  itemizable_id   integer,
  itemizable_type varchar,
  unit_price      numeric(14,2) NOT NULL,
  total_price     numeric(14,2) NOT NULL,
  type            varchar NOT NULL,
  name            varchar,
  quantity        numeric NOT NULL,
  state           varchar NOT NULL,
  tax_rate        numeric(7,4) NOT NULL,
  currency        varchar,
  unit_of_measure varchar,
  classifications jsonb NOT NULL,
  line_number     integer,
  comments        text,
  created_at      timestamp,
  updated_at      timestamp,
  status          varchar,
  provider_id     integer,
  cancelled_at    timestamp,
  shipped_at      timestamp,
  estimated_date  timestamp,
  PRIMARY KEY (id)
);

CREATE TABLE notes (
  id                bigint NOT NULL,
  title             text,
  body              text,
  status            varchar,
  request_id        integer,
  uuid              uuid NOT NULL,
  ware_id           varchar,
  user_id           integer,
  invoice_id        integer,
  purchase_order_id integer,
  proposal_id       integer,
  created_at        timestamp,
  updated_at        timestamp,
  PRIMARY KEY (id)
);

CREATE TABLE orders (
  id                   integer NOT NULL,
  provider_id          integer,
  request_id           integer,
  client_id            integer,
  organization_id      integer,
  obligations          jsonb,
  state                varchar NOT NULL,
  declined             boolean NOT NULL,
  on_hold              boolean NOT NULL,
  order_cancelled      boolean NOT NULL,
  request_cancelled    boolean NOT NULL,
  last_computed_status varchar,
  uuid                 uuid NOT NULL,
  created_at           timestamp,
  updated_at           timestamp,
  booster              double precision,
  PRIMARY KEY (id)
);

CREATE TABLE organizations (
  id          integer NOT NULL,
  name        varchar,
  uuid        uuid,
  created_at  timestamp,
  updated_at  timestamp,
  parent_id   integer,
  domain      varchar,
  webstore    boolean NOT NULL,
  archived_at timestamp,
  PRIMARY KEY (id)
);

CREATE TABLE proposals (
  id              integer NOT NULL,
  active          boolean NOT NULL,
  description     text NOT NULL,
  obsoleted       boolean NOT NULL,
  proposal_type   varchar,
  state           varchar,
  exclude         boolean NOT NULL,
  justifications  varchar[],
  commission_rate numeric,
  user_full_name  varchar,
  user_id         integer,
  uuid            uuid,
  created_at      timestamp,
  updated_at      timestamp,
  subtotal_price  numeric(14,2) NOT NULL,
  total_price     numeric(14,2) NOT NULL,
  provider_id     integer,
  tax_category    varchar,
  order_id        integer,
  type            varchar,
  ware_id         integer,
  status          varchar,
  PRIMARY KEY (id)
);

CREATE TABLE providers (
  id                  integer NOT NULL,
  name                varchar,
  slug                varchar,
  uuid                uuid,
  created_at          timestamp,
  certifications      varchar[] NOT NULL,
  setup               varchar[] NOT NULL,
  score               double precision NOT NULL,
  tier                integer,
  contact_emails      varchar[],
  sales_email         varchar,
  phone_number        varchar,
  ads_advertiser_id   integer,
  website             varchar,
  number_of_employees varchar,
  type_of_company     varchar,
  PRIMARY KEY (id)
);

CREATE TABLE purchase_orders (
  id                           integer NOT NULL,
  version_number               integer NOT NULL,
  referenced_po_id             integer,
  ad_po_number                 varchar,
  payment_terms                integer,
  po_number                    varchar,
  po_created_at                timestamp,
  accepted                     boolean,
  rejected                     boolean,
  obsoleted                    boolean,
  completed                    boolean,
  justifications               varchar[] NOT NULL,
  commission_rate              numeric(7,4),
  provider_shipping_address_id integer,
  customer_shipping_address_id integer,
  cpo_id                       integer,
  proposal_id                  integer,
  created_at                   timestamp,
  uuid                         uuid,
  total_price                  numeric(14,2) NOT NULL,
  subtotal_price               numeric(14,2) NOT NULL,
  provider_id                  integer,
  order_id                     integer,
  type                         varchar,
  supplier_updated             boolean,
  updated_at                   timestamp,
  user_id                      integer,
  request_id                   integer,
  PRIMARY KEY (id)
);

CREATE TABLE ratings (
  id              integer NOT NULL,
  value           integer NOT NULL,
  ware_id         varchar,
  spam            boolean NOT NULL,
  provider_id     integer,
  created_at      timestamp,
  ware_pg_id      integer,
  request_id      integer,
  order_id        integer,
  comment         text,
  organization_id integer,
  user_id         integer,
  PRIMARY KEY (id)
);

CREATE TABLE refs (
  id                bigint NOT NULL,
  type              varchar,
  fields            jsonb,
  reference_of_type varchar,
  reference_to_type varchar,
  reference_of_id   integer,
  reference_to_id   integer,
  uuid              uuid NOT NULL,
  created_at        timestamp,
  updated_at        timestamp,
  PRIMARY KEY (id)
);

CREATE TABLE requests (
  id                    integer NOT NULL,
  name                  varchar,
  description           text,
  quantity              integer NOT NULL,
  request_type          varchar,
  reason_for_cancelling text,
  filters               varchar[],
  closed                boolean NOT NULL,
  cancelled             boolean NOT NULL,
  on_hold               boolean NOT NULL,
  status                varchar,
  exclude               boolean NOT NULL,
  ordered_at            timestamp,
  user_id               integer,
  ware_id               integer,
  organization_id       integer,
  uuid                  uuid NOT NULL,
  created_at            timestamp,
  updated_at            timestamp,
  PRIMARY KEY (id)
);

CREATE TABLE shippings (
  id            integer NOT NULL,
  shipable_id   integer,
  shipable_type varchar,
  cost          numeric(14,2) NOT NULL,
  free_shipping boolean NOT NULL,
  currency      varchar,
  notes         text,
  created_at    timestamp,
  updated_at    timestamp,
  PRIMARY KEY (id)
);

CREATE TABLE taxes (
  id           integer NOT NULL,
  taxable_id   integer,
  taxable_type varchar,
  amount       numeric(14,2) NOT NULL,
  category     varchar,
  currency     varchar,
  description  text,
  locale       varchar,
  notes        text,
  percent_rate numeric(7,4) NOT NULL,
  created_at   timestamp,
  updated_at   timestamp,
  type         varchar,
  PRIMARY KEY (id)
);

CREATE TABLE timepoints (
  id         integer NOT NULL,
  name       varchar,
  date       timestamp,
  slug       varchar,
  order_id   integer,
  uuid       uuid NOT NULL,
  created_at timestamp,
  updated_at timestamp,
  PRIMARY KEY (id)
);

CREATE TABLE turn_around_times (
  id                  integer NOT NULL,
  turnaroundable_id   integer,
  turnaroundable_type varchar,
  min                 bigint,
  max                 bigint,
  display_units       varchar,
  created_at          timestamp,
  updated_at          timestamp,
  PRIMARY KEY (id)
);

CREATE TABLE users (
  id                       integer NOT NULL,
  shipping_address_id      integer,
  billing_address_id       integer,
  active                   boolean NOT NULL,
  company                  varchar,
  email                    varchar,
  first_name               varchar,
  last_name                varchar,
  last_request_at          timestamp,
  last_sign_in_at          timestamp,
  created_at               timestamp,
  sso_attributes           jsonb,
  user_agreement_signed_at timestamp,
  expired_at               timestamp,
  uuid                     uuid,
  PRIMARY KEY (id)
);

CREATE TABLE wares (
  id          integer NOT NULL,
  name        varchar,
  created_at  timestamp,
  updated_at  timestamp,
  slug        varchar,
  description varchar,
  ware_type   varchar,
  PRIMARY KEY (id)
);

CREATE TABLE wpcs (
  id              bigint NOT NULL,
  ware_id         integer,
  provider_id     integer,
  required        boolean,
  created_at      timestamp,
  updated_at      timestamp,
  organization_id integer,
  auto_assigned   boolean NOT NULL,
  booster         double precision NOT NULL,
  PRIMARY KEY (id)
);

CREATE TABLE ware_provider_configurations (
  ware_id         integer,
  provider_id     integer,
  organization_id integer,
  booster         numeric(3,2)
);

-- Rows of years before 2021 and after 2026 land in the default partition.
CREATE TABLE clicks (
  id                 varchar NOT NULL,
  data               jsonb,
  file_name          varchar,
  last_modified_date timestamp,
  year               integer,
  PRIMARY KEY (id, year)
) PARTITION BY RANGE (year);
CREATE TABLE clicks_2021 PARTITION OF clicks FOR VALUES FROM (2021) TO (2022);
CREATE TABLE clicks_2022 PARTITION OF clicks FOR VALUES FROM (2022) TO (2023);
CREATE TABLE clicks_2023 PARTITION OF clicks FOR VALUES FROM (2023) TO (2024);
CREATE TABLE clicks_2024 PARTITION OF clicks FOR VALUES FROM (2024) TO (2025);
CREATE TABLE clicks_2025 PARTITION OF clicks FOR VALUES FROM (2025) TO (2026);
CREATE TABLE clicks_2026 PARTITION OF clicks FOR VALUES FROM (2026) TO (2027);
CREATE TABLE clicks_default PARTITION OF clicks DEFAULT;

-- A second schema: who changed what. Its `events` is not public's.
CREATE SCHEMA audit;
CREATE TYPE audit.operation AS ENUM ('insert', 'update', 'delete', 'log in');
CREATE DOMAIN audit.email_address AS varchar(254) CHECK (VALUE ~ '^[^@]+@[^@]+$');
CREATE DOMAIN audit.positive_amount AS numeric(12,4) NOT NULL CHECK (VALUE > 0);

CREATE TABLE audit.events (
  id             bigint NOT NULL,
  occurred_at    timestamptz NOT NULL,
  operation      audit.operation NOT NULL,
  actor          audit.email_address,
  table_name     name,
  row_id         bigint,
  changes        jsonb,
  severity       smallint NOT NULL,
  risk           real,
  country        char(2),
  billing_day    date,
  client_address inet,
  took           interval,
  signature      bytea,
  tags           text[],
  PRIMARY KEY (id)
);

-- A table of the accounting system that came before, names and all.
CREATE TABLE audit."Order" (
  "select"      integer NOT NULL,
  "Total Price" numeric(14,2) NOT NULL,
  "orderedAt"   timestamptz,
  "2nd line"    text,
  "größe"       audit.positive_amount,
  "constructor" varchar,
  "it's"        boolean,
  "from"        date,
  "state"       audit.operation,
  PRIMARY KEY ("select")
);

-- after the load

-- Foreign keys, and an index on each referencing column. There is none from `orders.request_id`:
-- requests are purged when an account is closed, their orders stay. There are none from the logs
-- (`events`, `refs`, `clicks`) either.

ALTER TABLE action_items
  ADD FOREIGN KEY (proposal_id) REFERENCES proposals,
  ADD FOREIGN KEY (purchase_order_id) REFERENCES purchase_orders,
  ADD FOREIGN KEY (order_id) REFERENCES orders,
  ADD FOREIGN KEY (note_id) REFERENCES notes,
  ADD FOREIGN KEY (invoice_id) REFERENCES invoices,
  ADD FOREIGN KEY (organization_id) REFERENCES organizations;
ALTER TABLE inventories
  ADD FOREIGN KEY (inventory_group_id) REFERENCES inventory_groups,
  ADD FOREIGN KEY (provider_id) REFERENCES providers;
ALTER TABLE invoices
  ADD FOREIGN KEY (purchase_order_id) REFERENCES purchase_orders,
  ADD FOREIGN KEY (provider_id) REFERENCES providers,
  ADD FOREIGN KEY (order_id) REFERENCES orders;
ALTER TABLE milestones
  ADD FOREIGN KEY (provider_id) REFERENCES providers;
ALTER TABLE notes
  ADD FOREIGN KEY (request_id) REFERENCES requests,
  ADD FOREIGN KEY (user_id) REFERENCES users,
  ADD FOREIGN KEY (invoice_id) REFERENCES invoices,
  ADD FOREIGN KEY (purchase_order_id) REFERENCES purchase_orders,
  ADD FOREIGN KEY (proposal_id) REFERENCES proposals;
ALTER TABLE orders
  ADD FOREIGN KEY (provider_id) REFERENCES providers,
  ADD FOREIGN KEY (organization_id) REFERENCES organizations;
ALTER TABLE organizations
  ADD FOREIGN KEY (parent_id) REFERENCES organizations;
ALTER TABLE proposals
  ADD FOREIGN KEY (user_id) REFERENCES users,
  ADD FOREIGN KEY (provider_id) REFERENCES providers,
  ADD FOREIGN KEY (order_id) REFERENCES orders,
  ADD FOREIGN KEY (ware_id) REFERENCES wares;
ALTER TABLE purchase_orders
  ADD FOREIGN KEY (referenced_po_id) REFERENCES purchase_orders,
  ADD FOREIGN KEY (cpo_id) REFERENCES purchase_orders,
  ADD FOREIGN KEY (provider_shipping_address_id) REFERENCES addresses,
  ADD FOREIGN KEY (customer_shipping_address_id) REFERENCES addresses,
  ADD FOREIGN KEY (proposal_id) REFERENCES proposals,
  ADD FOREIGN KEY (provider_id) REFERENCES providers,
  ADD FOREIGN KEY (order_id) REFERENCES orders,
  ADD FOREIGN KEY (user_id) REFERENCES users,
  ADD FOREIGN KEY (request_id) REFERENCES requests;
ALTER TABLE ratings
  ADD FOREIGN KEY (provider_id) REFERENCES providers,
  ADD FOREIGN KEY (ware_pg_id) REFERENCES wares,
  ADD FOREIGN KEY (request_id) REFERENCES requests,
  ADD FOREIGN KEY (order_id) REFERENCES orders,
  ADD FOREIGN KEY (organization_id) REFERENCES organizations,
  ADD FOREIGN KEY (user_id) REFERENCES users;
ALTER TABLE requests
  ADD FOREIGN KEY (user_id) REFERENCES users,
  ADD FOREIGN KEY (ware_id) REFERENCES wares,
  ADD FOREIGN KEY (organization_id) REFERENCES organizations;
ALTER TABLE timepoints
  ADD FOREIGN KEY (order_id) REFERENCES orders;
ALTER TABLE users
  ADD FOREIGN KEY (shipping_address_id) REFERENCES addresses,
  ADD FOREIGN KEY (billing_address_id) REFERENCES addresses;
ALTER TABLE wpcs
  ADD FOREIGN KEY (ware_id) REFERENCES wares,
  ADD FOREIGN KEY (provider_id) REFERENCES providers,
  ADD FOREIGN KEY (organization_id) REFERENCES organizations;
ALTER TABLE ware_provider_configurations
  ADD FOREIGN KEY (ware_id) REFERENCES wares,
  ADD FOREIGN KEY (provider_id) REFERENCES providers,
  ADD FOREIGN KEY (organization_id) REFERENCES organizations;

CREATE INDEX ON action_items (proposal_id);
CREATE INDEX ON action_items (purchase_order_id);
CREATE INDEX ON action_items (order_id);
CREATE INDEX ON action_items (note_id);
CREATE INDEX ON action_items (invoice_id);
CREATE INDEX ON action_items (organization_id);
CREATE INDEX ON inventories (inventory_group_id);
CREATE INDEX ON inventories (provider_id);
CREATE INDEX ON invoices (purchase_order_id);
CREATE INDEX ON invoices (provider_id);
CREATE INDEX ON invoices (order_id);
CREATE INDEX ON milestones (provider_id);
CREATE INDEX ON notes (request_id);
CREATE INDEX ON notes (user_id);
CREATE INDEX ON notes (invoice_id);
CREATE INDEX ON notes (purchase_order_id);
CREATE INDEX ON notes (proposal_id);
CREATE INDEX ON orders (provider_id);
CREATE INDEX ON orders (organization_id);
CREATE INDEX ON organizations (parent_id);
CREATE INDEX ON proposals (user_id);
CREATE INDEX ON proposals (provider_id);
CREATE INDEX ON proposals (order_id);
CREATE INDEX ON proposals (ware_id);
CREATE INDEX ON purchase_orders (referenced_po_id);
CREATE INDEX ON purchase_orders (cpo_id);
CREATE INDEX ON purchase_orders (provider_shipping_address_id);
CREATE INDEX ON purchase_orders (customer_shipping_address_id);
CREATE INDEX ON purchase_orders (proposal_id);
CREATE INDEX ON purchase_orders (provider_id);
CREATE INDEX ON purchase_orders (order_id);
CREATE INDEX ON purchase_orders (user_id);
CREATE INDEX ON purchase_orders (request_id);
CREATE INDEX ON ratings (provider_id);
CREATE INDEX ON ratings (ware_pg_id);
CREATE INDEX ON ratings (request_id);
CREATE INDEX ON ratings (order_id);
CREATE INDEX ON ratings (organization_id);
CREATE INDEX ON ratings (user_id);
CREATE INDEX ON requests (user_id);
CREATE INDEX ON requests (ware_id);
CREATE INDEX ON requests (organization_id);
CREATE INDEX ON timepoints (order_id);
CREATE INDEX ON users (shipping_address_id);
CREATE INDEX ON users (billing_address_id);
CREATE INDEX ON wpcs (provider_id);
CREATE INDEX ON wpcs (organization_id);
CREATE INDEX ON ware_provider_configurations (provider_id);
CREATE INDEX ON ware_provider_configurations (organization_id);
CREATE INDEX ON orders (request_id);
CREATE UNIQUE INDEX ON wpcs (ware_id, provider_id, organization_id);
CREATE UNIQUE INDEX ON ware_provider_configurations (ware_id, provider_id, organization_id);

-- Polymorphic references.
CREATE INDEX ON addresses (addressable_type, addressable_id);
CREATE INDEX ON currencies (exchangable_type, exchangable_id);
CREATE INDEX ON milestones (itemizable_type, itemizable_id);
CREATE INDEX ON shippings (shipable_type, shipable_id);
CREATE INDEX ON taxes (taxable_type, taxable_id);
CREATE INDEX ON turn_around_times (turnaroundable_type, turnaroundable_id);
CREATE INDEX ON refs (reference_of_type, reference_of_id);
CREATE INDEX ON refs (reference_to_type, reference_to_id);

-- Public identifiers.
CREATE UNIQUE INDEX ON notes (uuid);
CREATE UNIQUE INDEX ON orders (uuid);
CREATE UNIQUE INDEX ON organizations (uuid);
CREATE UNIQUE INDEX ON providers (uuid);
CREATE UNIQUE INDEX ON purchase_orders (uuid);
CREATE UNIQUE INDEX ON requests (uuid);
CREATE UNIQUE INDEX ON users (uuid);

-- What the application and its reports filter and sort by.
CREATE INDEX ON action_items (action_performed, order_id);
CREATE INDEX ON embedded_dynamic_forms (created_at);
CREATE INDEX ON events (created_at);
CREATE INDEX ON events (updated_at);
CREATE INDEX ON events (session_id, created_at);
CREATE INDEX ON events (organization_id);
CREATE INDEX ON invoices (issued_at) WHERE NOT cancelled;
CREATE INDEX ON orders (updated_at);
CREATE INDEX ON purchase_orders (type, po_created_at);
CREATE INDEX ON refs (type);
CREATE INDEX ON timepoints (order_id, name);
CREATE INDEX ON users (lower(email));
CREATE INDEX ON clicks (last_modified_date);
CREATE INDEX ON audit.events (occurred_at);
CREATE INDEX ON audit."Order" ("orderedAt");

CREATE SCHEMA reporting;

CREATE VIEW reporting.open_orders AS
SELECT o.id, o.uuid, o.state, o.created_at, p.name AS provider_name, r.name AS request_name
FROM orders o
LEFT JOIN providers p ON p.id = o.provider_id
LEFT JOIN requests r ON r.id = o.request_id
WHERE NOT o.order_cancelled AND NOT o.request_cancelled AND o.state <> 'completed';

CREATE MATERIALIZED VIEW reporting.monthly_invoices AS
SELECT date_trunc('month', issued_at) AS month, document_type, count(*) AS invoices,
  sum(total_price) AS total_price
FROM invoices
WHERE NOT cancelled
GROUP BY 1, 2;
CREATE UNIQUE INDEX ON reporting.monthly_invoices (month, document_type);

COMMENT ON TABLE action_items IS 'To-do items of the marketplace''s staff, one per step of an order';
COMMENT ON TABLE addresses IS 'Postal addresses of organizations, sites and people';
COMMENT ON TABLE currencies IS 'Currency and conversion rate of a proposal, purchase order or invoice';
COMMENT ON TABLE embedded_dynamic_forms IS 'Answers to forms whose fields organizations define themselves';
COMMENT ON TABLE events IS 'Log of what users do in the applications; append-only';
COMMENT ON TABLE inventories IS 'Offers of stock items, as the provider sent them';
COMMENT ON TABLE inventory_groups IS 'Shipments of stock items that are ordered together';
COMMENT ON TABLE invoices IS 'Invoices and credit notes of providers';
COMMENT ON TABLE milestones IS 'Line items of proposals and purchase orders';
COMMENT ON TABLE notes IS 'Messages between customers, providers and staff';
COMMENT ON TABLE orders IS 'A request placed with one provider';
COMMENT ON TABLE organizations IS 'Customers and their divisions';
COMMENT ON TABLE proposals IS 'Quotes, statements of work and change orders of providers';
COMMENT ON TABLE providers IS 'Companies that offer wares';
COMMENT ON TABLE purchase_orders IS 'Purchase orders of customers, and those the marketplace sends to providers';
COMMENT ON TABLE ratings IS 'Stars and comments that users give to providers';
COMMENT ON TABLE refs IS 'References between users, providers and organizations, with a copy of what they pointed at';
COMMENT ON TABLE requests IS 'What a customer asks for; sent to one or more providers';
COMMENT ON TABLE shippings IS 'Shipping cost of a proposal, purchase order or invoice';
COMMENT ON TABLE taxes IS 'Taxes of a proposal, purchase order or invoice';
COMMENT ON TABLE timepoints IS 'Dates in the life of an order';
COMMENT ON TABLE turn_around_times IS 'How long a provider needs for a proposal';
COMMENT ON TABLE users IS 'People with an account';
COMMENT ON TABLE wares IS 'Products and services that can be requested';
COMMENT ON TABLE wpcs IS 'Which provider offers which ware to which organization';
COMMENT ON TABLE ware_provider_configurations IS 'Boosters as the data science team computes them';
COMMENT ON TABLE clicks IS 'Clicks on advertisements, one JSON document each';
COMMENT ON TABLE audit.events IS 'Changes to rows, with who made them';
COMMENT ON TABLE audit."Order" IS 'Orders of the accounting system that came before';
COMMENT ON TYPE audit.operation IS 'What happened to the row';
COMMENT ON DOMAIN audit.email_address IS 'Personal data: e-mail address';
COMMENT ON VIEW reporting.open_orders IS 'Orders that are neither completed nor cancelled';
COMMENT ON MATERIALIZED VIEW reporting.monthly_invoices IS 'Invoiced amounts by month; refreshed at night';
COMMENT ON COLUMN action_items.provider_id IS 'Provider, as text';
COMMENT ON COLUMN action_items.action_performed IS 'Step that was taken, for example new_request';
COMMENT ON COLUMN addresses.person_name IS 'Personal data: name of the recipient';
COMMENT ON COLUMN addresses.attention IS 'Personal data: person or desk to hand the parcel to';
COMMENT ON COLUMN addresses.street IS 'Personal data when the address is a home';
COMMENT ON COLUMN addresses.notes IS 'Free text; may hold personal data';
COMMENT ON COLUMN currencies.conversion_rate IS 'Units of currency for one US dollar';
COMMENT ON COLUMN currencies.conversion_history IS 'Earlier rates, oldest first';
COMMENT ON COLUMN embedded_dynamic_forms.data IS 'Answers; may hold personal data';
COMMENT ON COLUMN embedded_dynamic_forms.schema IS 'JSON as the editor saved it: spacing and duplicate keys included';
COMMENT ON COLUMN events.email IS 'Personal data: e-mail address';
COMMENT ON COLUMN events.username IS 'Personal data: log-in name';
COMMENT ON COLUMN events.remote_addr IS 'Personal data: IP address';
COMMENT ON COLUMN events.session_id IS 'Pseudonymous: browser session';
COMMENT ON COLUMN events.computer_id IS 'Pseudonymous: long-lived cookie';
COMMENT ON COLUMN events.duration IS 'Seconds';
COMMENT ON COLUMN events.raw_post IS 'Body of the request; may hold personal data';
COMMENT ON COLUMN inventories.data IS 'Offer as received';
COMMENT ON COLUMN inventory_groups.shipping_cost IS 'In the currency of the metadata, at whatever scale the carrier quoted';
COMMENT ON COLUMN invoices.document_type IS 'standard or credit_note';
COMMENT ON COLUMN invoices.commission_rate IS 'Percent';
COMMENT ON COLUMN invoices.discount IS 'How the discount was worded';
COMMENT ON COLUMN invoices.total_price IS 'In the currency of the currencies row';
COMMENT ON COLUMN milestones.quantity IS 'In unit_of_measure, at whatever scale the provider typed';
COMMENT ON COLUMN milestones.tax_rate IS 'Percent';
COMMENT ON COLUMN notes.body IS 'Free text; may hold personal data';
COMMENT ON COLUMN notes.ware_id IS 'Identifier of the ware in the catalogue service';
COMMENT ON COLUMN orders.client_id IS 'Customer number in the accounting system';
COMMENT ON COLUMN orders.request_id IS 'The request may have been purged';
COMMENT ON COLUMN orders.booster IS 'Ranking weight at the time of the order';
COMMENT ON COLUMN organizations.parent_id IS 'Organization this is a division of';
COMMENT ON COLUMN organizations.domain IS 'Domain of the organization''s e-mail addresses';
COMMENT ON COLUMN proposals.user_full_name IS 'Personal data: name of the author';
COMMENT ON COLUMN proposals.commission_rate IS 'Percent, as negotiated';
COMMENT ON COLUMN proposals.total_price IS 'Tax included since 2018-06-01';
COMMENT ON COLUMN providers.contact_emails IS 'Personal data: e-mail addresses';
COMMENT ON COLUMN providers.sales_email IS 'Personal data: e-mail address';
COMMENT ON COLUMN providers.phone_number IS 'Personal data: telephone number';
COMMENT ON COLUMN providers.setup IS 'Steps of the set-up that are done';
COMMENT ON COLUMN purchase_orders.cpo_id IS 'On a provider''s purchase order: the customer''s purchase order it answers';
COMMENT ON COLUMN purchase_orders.commission_rate IS 'Percent';
COMMENT ON COLUMN purchase_orders.payment_terms IS 'Days';
COMMENT ON COLUMN purchase_orders.referenced_po_id IS 'The version that this one amends';
COMMENT ON COLUMN ratings.comment IS 'Free text; may hold personal data';
COMMENT ON COLUMN refs.fields IS 'Copy of the referenced row; personal data when type is Pg::UserRef';
COMMENT ON COLUMN requests.description IS 'Free text, in the language of the author';
COMMENT ON COLUMN taxes.percent_rate IS 'Percent';
COMMENT ON COLUMN turn_around_times.min IS 'Seconds';
COMMENT ON COLUMN turn_around_times.max IS 'Seconds';
COMMENT ON COLUMN users.email IS 'Personal data: e-mail address';
COMMENT ON COLUMN users.first_name IS 'Personal data: first name';
COMMENT ON COLUMN users.last_name IS 'Personal data: last name';
COMMENT ON COLUMN users.company IS 'Employer, as typed at registration';
COMMENT ON COLUMN users.sso_attributes IS 'Personal data: what the identity provider sent';
COMMENT ON COLUMN wpcs.booster IS 'Ranking weight; 1 is neutral';
COMMENT ON COLUMN clicks.data IS 'Document as delivered; User.Key and location are personal data';
COMMENT ON COLUMN clicks.year IS 'Year in which the object was last modified, not of the click';
COMMENT ON COLUMN audit.events.actor IS 'Personal data: e-mail address';
COMMENT ON COLUMN audit.events.client_address IS 'Personal data: IP address';
COMMENT ON COLUMN audit."Order"."Total Price" IS 'Gross, in euro';
