#!/bin/bash
# Starts Postgres as the public image does: the same variables, the same folder of start-up files,
# and the same two phases, so that whatever waits for the public image can wait for this one.
set -euo pipefail

main() {
  case "${1:-}" in
    '' | -*) set -- postgres "$@" ;;
  esac
  if [ "$1" = postgres ]; then
    [ "$(id -u)" = 0 ] && become_postgres "$@"
    [ -s "$PGDATA/PG_VERSION" ] || initialise "${@:2}"
  fi
  exec "$@"
}

become_postgres() {
  mkdir -p "$PGDATA" /var/run/postgresql
  chown -R postgres:postgres "$PGDATA" /var/run/postgresql
  chmod 700 "$PGDATA"
  exec setpriv --reuid=postgres --regid=postgres --init-groups -- "${BASH_SOURCE[0]}" "$@"
}

initialise() {
  local user=${POSTGRES_USER:-postgres}
  local database=${POSTGRES_DB:-$user}
  local method=${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}
  if [ -z "${POSTGRES_PASSWORD:-}" ] && [ "$method" != trust ]; then
    echo 'POSTGRES_PASSWORD: not set; set it, or POSTGRES_HOST_AUTH_METHOD=trust' >&2
    exit 1
  fi

  # POSTGRES_INITDB_ARGS is a list of words, as in the public image.
  # shellcheck disable=SC2086
  initdb --pgdata="$PGDATA" --username="$user" --encoding=UTF8 --locale=C.UTF-8 \
    --pwfile=<(printf '%s\n' "${POSTGRES_PASSWORD:-unused}") ${POSTGRES_INITDB_ARGS:-}
  printf 'host all all all %s\nhost replication all all %s\n' "$method" "$method" \
    >>"$PGDATA/pg_hba.conf"

  # No TCP in this phase: a port that answers means that the start-up files have run.
  pg_ctl --pgdata="$PGDATA" --options="-c listen_addresses='' $*" --wait start
  if [ "$database" != postgres ]; then
    createdb --username="$user" "$database"
  fi
  run_start_up_files "$user" "$database"
  pg_ctl --pgdata="$PGDATA" --mode=fast --wait stop
  printf '\nPostgreSQL init process complete; ready for start up.\n\n'
}

run_start_up_files() {
  local psql=(psql --set=ON_ERROR_STOP=1 --no-psqlrc --username="$1" --dbname="$2")
  local file
  shopt -s nullglob
  for file in /docker-entrypoint-initdb.d/*; do
    case "$file" in
      *.sh) bash "$file" ;;
      *.sql) "${psql[@]}" --file="$file" ;;
      *.sql.gz) gunzip --stdout "$file" | "${psql[@]}" ;;
    esac
  done
}

main "$@"
