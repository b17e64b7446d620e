-- Twenty-one columns, mostly text. `:rows` is replaced by a number; the data is the same for it.
select setseed(0.5);

create table wide (
  id           bigint not null,
  event        varchar,
  email        varchar,
  username     varchar,
  application  varchar,
  duration     double precision,
  remote_addr  varchar,
  host         varchar,
  action       varchar,
  controller   varchar,
  session_id   varchar,
  computer_id  varchar,
  query        varchar,
  raw_post     varchar,
  categories   text[],
  source       text[],
  providers    jsonb,
  uuid         uuid not null,
  datetime     timestamp,
  created_at   timestamp,
  updated_at   timestamp
);

insert into wide
select
  i::bigint * 1000 + 7000000000,
  (array['page_view', 'click', 'login', 'logout', 'search', 'add_to_cart', 'checkout', 'download'])[1 + (random() * 7)::integer],
  case when random() < 0.1 then null else 'user' || (random() * 30000)::integer || '@example' || (random() * 50)::integer || '.com' end,
  case when random() < 0.1 then null else 'User Name ' || (random() * 30000)::integer end,
  (array['web', 'api', 'mobile'])[1 + (random() * 2)::integer],
  case when random() < 0.05 then null else random() * 500 end,
  (random() * 255)::integer || '.' || (random() * 255)::integer || '.' || (random() * 255)::integer || '.' || (random() * 255)::integer,
  'www.host' || (random() * 20)::integer || '.example.com',
  (array['index', 'show', 'create', 'update', 'destroy', 'edit', 'new'])[1 + (random() * 6)::integer],
  (array['orders', 'requests', 'providers', 'users', 'sessions', 'products', 'invoices', 'notes'])[1 + (random() * 7)::integer],
  md5(random()::text),
  case when random() < 0.3 then null else md5((random() * 40000)::integer::text) end,
  case when random() < 0.4 then null else 'q=' || (random() * 100000)::integer || '&page=' || (random() * 10)::integer || '&sort=désc&filter[category]=' || (random() * 50)::integer end,
  case when random() < 0.8 then null else '{"param":"' || md5(random()::text) || '","value":' || (random() * 1000000)::integer || ',"note":"' || repeat('lorem ipsum ', (random() * 10)::integer) || '"}' end,
  case when random() < 0.2 then null when random() < 0.1 then '{}'::text[] else array['cat' || (random() * 40)::integer, 'cat' || (random() * 40)::integer] end,
  case when random() < 0.5 then null when random() < 0.1 then array['src1', null, 'src2'] else array['src' || (random() * 10)::integer] end,
  case when random() < 0.5 then null else jsonb_build_object('ids', jsonb_build_array((random() * 1000)::integer, (random() * 1000)::integer), 'name', 'provider ' || (random() * 500)::integer, 'ok', random() < 0.5) end,
  md5(i::text)::uuid,
  timestamp '2020-01-01' + (i * 60 + random()) * interval '1 second',
  timestamp '2020-01-01' + (i * 60 + 1 + random()) * interval '1 second',
  case when random() < 0.3 then null else timestamp '2020-01-01' + (i * 60 + 5000) * interval '1 second' end
from generate_series(1, :rows) i;

