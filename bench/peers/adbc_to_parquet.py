"""ADBC reads Postgres into Arrow batches, pyarrow writes them: python adbc_to_parquet.py URL TABLE FILE."""

import sys

import adbc_driver_postgresql.dbapi as adbc
import pyarrow.parquet as parquet

url, table, file = sys.argv[1:]

with adbc.connect(url) as connection, connection.cursor() as cursor:
    cursor.execute(f"select * from {table}")
    reader = cursor.fetch_record_batch()
    with parquet.ParquetWriter(file, reader.schema, compression="zstd", compression_level=1) as writer:
        for batch in reader:
            writer.write_batch(batch)
