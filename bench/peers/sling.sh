#!/bin/sh
# Runs the program that a Sling package carries: sling.sh FOLDER ARGUMENTS. It writes Parquet by a DuckDB, which
# it would download; it gets the one that the bench has installed.
set -eu
home=$1
shift
[ ! -x "$home/../duckdb/duckdb" ] || export DUCKDB_PATH="$home/../duckdb/duckdb" DUCKDB_USE_INSTALLED_EXTENSIONS=true
for program in "$home"/lib/python*/site-packages/sling_linux_amd64/bin/sling-linux-amd64; do
  exec "$program" "$@"
done
