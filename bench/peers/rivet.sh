#!/bin/sh
# Runs Rivet on one table: rivet.sh RIVET TABLE FOLDER, with the database in DATABASE_URL.
set -eu
cat >"$3/rivet.yaml" <<END
source:
  type: postgres
  url_env: DATABASE_URL
exports:
  - name: $2
    table: public.$2
    mode: full
    format: parquet
    compression: zstd
    compression_level: 1
    destination:
      type: local
      path: $3/files
END
exec "$1" run --config "$3/rivet.yaml"
