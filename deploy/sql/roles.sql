-- The account that Carmilla reads a database as: it can read what it is granted, and nothing else.
--
--   psql "$ADMIN_URL" --set reader=carmilla_reader --set schema=public --file deploy/sql/roles.sql
--
-- Set its password afterwards, so that it is in no file and no log: \password carmilla_reader

\set ON_ERROR_STOP on
begin;

-- A group, and a login in it: another login is a grant, and a password is changed without touching grants.
create role :"reader" nologin;
create role :"reader"_login login in role :"reader" connection limit 8;

-- Whatever a query does, it cannot write, and it gives way to the application.
alter role :"reader"_login set default_transaction_read_only = on;
alter role :"reader"_login set lock_timeout = '5s';
alter role :"reader"_login set idle_in_transaction_session_timeout = '10min';
alter role :"reader"_login set synchronize_seqscans = off;

grant connect on database :"DBNAME" to :"reader";
grant usage on schema :"schema" to :"reader";

-- Table by table: what is not published is not readable. For all tables of a schema, of today and of later:
--   grant select on all tables in schema public to carmilla_reader;
--   alter default privileges in schema public grant select on tables to carmilla_reader;
-- For some columns of a table only, which is enough where a task selects no others:
--   grant select (id, status, total_price) on public.orders to carmilla_reader;

-- `--max-replica-lag` looks at pg_stat_replication, and --max-active-backends at pg_stat_activity.
grant pg_read_all_stats to :"reader";

-- Row-level security: a table with policies shows this role the rows that they let it see, without an error,
-- so that a run would publish a part for the whole. Name a policy for it
--   create policy carmilla_reads_all on public.orders for select to carmilla_reader using (true);
-- or give it `bypassrls`, if whoever decides agrees: alter role carmilla_reader_login bypassrls;
-- `etl doctor` says which of the tables that it can read have policies.

commit;
