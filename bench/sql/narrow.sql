-- Eight columns of numbers and short texts. `:rows` is replaced by a number; the data is the same for it.
select setseed(0.5);

create table narrow (
  id          integer        not null,
  customer_id integer        not null,
  amount      numeric(12,2),
  rate        numeric(18,6)  not null,
  created_at  timestamptz    not null,
  status      text           not null,
  paid        boolean        not null,
  uuid        uuid           not null
);

insert into narrow
select
  i,
  (1 + random() * 200000)::integer,
  case when random() < 0.02 then null else round((random() * random() * 9000 - 50)::numeric, 2) end,
  round((0.5 + random() * 2)::numeric, 6),
  timestamptz '2019-01-01 00:00:00+00' + (i * 37 + random() * 1000) * interval '1 second',
  (array['draft', 'pending', 'approved', 'shipped', 'delivered', 'cancelled'])[1 + (random() * 5)::integer],
  random() < 0.7,
  md5(i::text)::uuid
from generate_series(1, :rows) i;

