-- Texts of 200 to 2000 characters, of words as common as in prose. `:rows` is replaced by a number.
select setseed(0.5);

create table notes (
  id         bigint      not null,
  author_id  integer     not null,
  subject    varchar(80) not null,
  body       text        not null,
  created_at timestamptz not null
);

-- Bodies are cut from 256 longer texts at random places: no two are alike, and making them is quick.
create temporary table words as
select n, substr('estionralcudmphgbvfyqwkjzx', 1 + floor(random() ^ 2 * 26)::integer, 1)
  || substr(md5(n::text), 1, 2 + floor(random() * 7)::integer) as word
from generate_series(0, 4095) n;

create temporary table prose (n integer, text text);
alter table prose alter text set storage plain;
insert into prose
select picks.n, string_agg(word, ' ' order by place)
from (
  select of as n, place, floor(random() ^ 3 * 4096)::integer as which
  from generate_series(0, 255) of, generate_series(1, 700) place
) picks join words on words.n = which
group by picks.n;
analyze prose;

insert into notes
select
  i,
  1 + floor(random() ^ 2 * 20000)::integer,
  substr(text, 1 + floor(random() * 1800)::integer, 20 + floor(random() * 50)::integer),
  substr(text, 1 + floor(random() * 1800)::integer, 200 + floor(random() * 1801)::integer),
  timestamptz '2021-01-01 00:00:00+00' + (i * 97 + random() * 90) * interval '1 second'
from generate_series(1, :rows) i join prose on n = mod(i, 256);

drop table words, prose;
