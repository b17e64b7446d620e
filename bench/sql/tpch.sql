-- The eight tables of TPC-H: its columns, types, sizes and the spread of its values, by a generator of our
-- own (the official one is not free). `:scale` is replaced by the scale factor; at 1 they have 8.66 M rows.
select setseed(0.5);

create table region (
  r_regionkey integer      not null,
  r_name      char(25)     not null,
  r_comment   varchar(152) not null
);
create table nation (
  n_nationkey integer      not null,
  n_name      char(25)     not null,
  n_regionkey integer      not null,
  n_comment   varchar(152) not null
);
create table supplier (
  s_suppkey   integer       not null,
  s_name      char(25)      not null,
  s_address   varchar(40)   not null,
  s_nationkey integer       not null,
  s_phone     char(15)      not null,
  s_acctbal   numeric(15,2) not null,
  s_comment   varchar(101)  not null
);
create table customer (
  c_custkey    integer       not null,
  c_name       varchar(25)   not null,
  c_address    varchar(40)   not null,
  c_nationkey  integer       not null,
  c_phone      char(15)      not null,
  c_acctbal    numeric(15,2) not null,
  c_mktsegment char(10)      not null,
  c_comment    varchar(117)  not null
);
create table part (
  p_partkey     integer       not null,
  p_name        varchar(55)   not null,
  p_mfgr        char(25)      not null,
  p_brand       char(10)      not null,
  p_type        varchar(25)   not null,
  p_size        integer       not null,
  p_container   char(10)      not null,
  p_retailprice numeric(15,2) not null,
  p_comment     varchar(23)   not null
);
create table partsupp (
  ps_partkey    integer       not null,
  ps_suppkey    integer       not null,
  ps_availqty   integer       not null,
  ps_supplycost numeric(15,2) not null,
  ps_comment    varchar(199)  not null
);
create table orders (
  o_orderkey      integer       not null,
  o_custkey       integer       not null,
  o_orderstatus   char(1)       not null,
  o_totalprice    numeric(15,2) not null,
  o_orderdate     date          not null,
  o_orderpriority char(15)      not null,
  o_clerk         char(15)      not null,
  o_shippriority  integer       not null,
  o_comment       varchar(79)   not null
);
create table lineitem (
  l_orderkey      integer       not null,
  l_partkey       integer       not null,
  l_suppkey       integer       not null,
  l_linenumber    integer       not null,
  l_quantity      numeric(15,2) not null,
  l_extendedprice numeric(15,2) not null,
  l_discount      numeric(15,2) not null,
  l_tax           numeric(15,2) not null,
  l_returnflag    char(1)       not null,
  l_linestatus    char(1)       not null,
  l_shipdate      date          not null,
  l_commitdate    date          not null,
  l_receiptdate   date          not null,
  l_shipinstruct  char(25)      not null,
  l_shipmode      char(10)      not null,
  l_comment       varchar(44)   not null
);

-- What comments are cut from: 256 texts, so that a cut is cheap and few are alike.
create temporary table prose (n integer, text text);
alter table prose alter text set storage plain;
insert into prose
select n, string_agg(
  (array['furiously', 'quickly', 'carefully', 'slyly', 'blithely', 'final', 'regular', 'special', 'pending',
    'express', 'ironic', 'even', 'bold', 'silent', 'deposits', 'requests', 'packages', 'accounts', 'foxes',
    'theodolites', 'pinto beans', 'instructions', 'dependencies', 'excuses', 'platelets', 'asymptotes', 'sleep',
    'haggle', 'nag', 'use', 'boost', 'wake', 'cajole', 'detect', 'integrate', 'among the', 'according to the',
    'above the', 'across the', 'against the'])[1 + floor(random() * 40)::integer], ' ') as text
from generate_series(0, 255) n, generate_series(1, 300) group by n;
analyze prose;

insert into region
select i, (array['AFRICA', 'AMERICA', 'ASIA', 'EUROPE', 'MIDDLE EAST'])[i + 1],
  substr(text, 1 + floor(random() * 1800)::integer, 31 + floor(random() * 85)::integer)
from generate_series(0, 4) i join prose on n = i;

insert into nation
select i,
  (array['ALGERIA', 'ARGENTINA', 'BRAZIL', 'CANADA', 'EGYPT', 'ETHIOPIA', 'FRANCE', 'GERMANY', 'INDIA',
    'INDONESIA', 'IRAN', 'IRAQ', 'JAPAN', 'JORDAN', 'KENYA', 'MOROCCO', 'MOZAMBIQUE', 'PERU', 'CHINA', 'ROMANIA',
    'SAUDI ARABIA', 'VIETNAM', 'RUSSIA', 'UNITED KINGDOM', 'UNITED STATES'])[i + 1],
  (array[0, 1, 1, 1, 4, 0, 3, 3, 2, 2, 4, 4, 2, 4, 0, 0, 0, 1, 2, 3, 4, 2, 3, 3, 1])[i + 1],
  substr(text, 1 + floor(random() * 1800)::integer, 31 + floor(random() * 84)::integer)
from generate_series(0, 24) i join prose on n = i;

insert into supplier
select i, 'Supplier#' || lpad(i::text, 9, '0'), substr(md5(i::text), 1, 10 + floor(random() * 22)::integer),
  nation, 10 + nation || '-' || to_char(floor(random() * 1e10), 'FM000"-"000"-"0000'),
  round((random() * 10999.98 - 999.99)::numeric, 2),
  substr(text, 1 + floor(random() * 1800)::integer, 25 + floor(random() * 75)::integer)
from generate_series(1, (10000 * :scale)::integer) i join prose on n = mod(i, 256), mod(i * 7, 25) nation;

insert into customer
select i, 'Customer#' || lpad(i::text, 9, '0'), substr(md5(i::text), 1, 10 + floor(random() * 22)::integer),
  nation, 10 + nation || '-' || to_char(floor(random() * 1e10), 'FM000"-"000"-"0000'),
  round((random() * 10999.98 - 999.99)::numeric, 2),
  (array['AUTOMOBILE', 'BUILDING', 'FURNITURE', 'MACHINERY', 'HOUSEHOLD'])[1 + floor(random() * 5)::integer],
  substr(text, 1 + floor(random() * 1800)::integer, 29 + floor(random() * 87)::integer)
from generate_series(1, (150000 * :scale)::integer) i join prose on n = mod(i, 256), mod(i * 11, 25) nation;

insert into part
select i,
  array_to_string(array[color[1 + mod(i, 12)], color[1 + mod(i * 5, 11)], color[1 + mod(i * 7, 9)],
    color[1 + floor(random() * 12)::integer]], ' '),
  'Manufacturer#' || maker, 'Brand#' || maker || 1 + floor(random() * 5)::integer,
  (array['STANDARD', 'SMALL', 'MEDIUM', 'LARGE', 'ECONOMY', 'PROMO'])[1 + floor(random() * 6)::integer] || ' '
    || (array['ANODIZED', 'BURNISHED', 'PLATED', 'POLISHED'])[1 + floor(random() * 4)::integer] || ' '
    || (array['TIN', 'NICKEL', 'BRASS', 'STEEL', 'COPPER'])[1 + floor(random() * 5)::integer],
  1 + floor(random() * 50)::integer,
  (array['SM', 'LG', 'MED', 'JUMBO', 'WRAP'])[1 + floor(random() * 5)::integer] || ' '
    || (array['CASE', 'BOX', 'BAG', 'JAR', 'PKG', 'PACK', 'CAN'])[1 + floor(random() * 7)::integer],
  (90000 + mod(i / 10, 20001) + 100 * mod(i, 1000)) / 100.0,
  substr(text, 1 + floor(random() * 1800)::integer, 5 + floor(random() * 17)::integer)
from generate_series(1, (200000 * :scale)::integer) i join prose on n = mod(i, 256),
  lateral (select mod(i, 5) + 1 as maker) makers,
  (select array['almond', 'azure', 'blush', 'chiffon', 'cornsilk', 'firebrick', 'forest', 'goldenrod', 'lavender',
    'midnight', 'orchid', 'turquoise'] as color) colors;

insert into partsupp
select i, 1 + mod(i + supply * (2500 * :scale)::integer, (10000 * :scale)::integer),
  1 + floor(random() * 9999)::integer, round((1 + random() * 999)::numeric, 2),
  substr(text, 1 + floor(random() * 1800)::integer, 49 + floor(random() * 149)::integer)
from generate_series(1, (200000 * :scale)::integer) i join prose on n = mod(i, 256),
  generate_series(0, 3) supply;

-- Order keys are sparse: eight of each 32, as in TPC-H.
insert into orders
select (i - 1) / 8 * 32 + mod(i - 1, 8) + 1, 1 + floor(random() * 150000 * :scale)::integer,
  (array['F', 'O', 'P'])[1 + floor(random() * 2.05)::integer],
  round((900 + random() * 450000)::numeric, 2), date '1992-01-01' + floor(random() * 2406)::integer,
  (array['1-URGENT', '2-HIGH', '3-MEDIUM', '4-NOT SPECIFIED', '5-LOW'])[1 + floor(random() * 5)::integer],
  'Clerk#' || lpad((1 + floor(random() * 1000 * greatest(:scale, 1)))::integer::text, 9, '0'), 0,
  substr(text, 1 + floor(random() * 1800)::integer, 19 + floor(random() * 60)::integer)
from generate_series(1, (1500000 * :scale)::integer) i join prose on n = mod(i, 256);

insert into lineitem
select o_orderkey, part, 1 + mod(part, (10000 * :scale)::integer), line, quantity,
  quantity * (90000 + mod(part / 10, 20001) + 100 * mod(part, 1000)) / 100.0,
  floor(random() * 11)::integer / 100.0, floor(random() * 9)::integer / 100.0,
  (array['R', 'A', 'N', 'N'])[1 + floor(random() * 4)::integer],
  case when shipped > date '1995-06-17' then 'O' else 'F' end,
  shipped, o_orderdate + 30 + floor(random() * 61)::integer, shipped + 1 + floor(random() * 30)::integer,
  (array['DELIVER IN PERSON', 'COLLECT COD', 'NONE', 'TAKE BACK RETURN'])[1 + floor(random() * 4)::integer],
  (array['REG AIR', 'AIR', 'RAIL', 'SHIP', 'TRUCK', 'MAIL', 'FOB'])[1 + floor(random() * 7)::integer],
  substr(text, 1 + floor(random() * 1800)::integer, 10 + floor(random() * 34)::integer)
from (
  select o_orderkey, o_orderdate, line, 1 + floor(random() * 200000 * :scale)::integer as part,
    1 + floor(random() * 50)::integer as quantity, o_orderdate + 1 + floor(random() * 121)::integer as shipped
  -- One to seven lines, four on average.
  from orders, generate_series(1, 1 + mod(o_orderkey * 5 + o_custkey, 7)) line
) lines join prose on n = mod(part, 256);

drop table prose;
