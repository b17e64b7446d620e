"""ConnectorX reads Postgres into one Arrow table, pyarrow writes it: python connectorx_to_parquet.py URL TABLE FILE."""

import sys

import connectorx
import pyarrow.parquet as parquet

url, table, file = sys.argv[1:]

rows = connectorx.read_sql(url, f"select * from {table}", return_type="arrow", protocol="binary")
parquet.write_table(rows, file, compression="zstd", compression_level=1)
