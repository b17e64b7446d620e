"""dlt reads Postgres with its Arrow backend and writes a folder of Parquet files: python dlt_to_parquet.py URL TABLE FOLDER."""

import os
import sys
import tempfile

import dlt
from dlt.sources.sql_database import sql_table

url, table, folder = sys.argv[1:]
os.environ["RUNTIME__DLTHUB_TELEMETRY"] = "false"
os.environ["DATA_WRITER__COMPRESSION"] = "zstd"

# Precision and scale of numerics are kept only when dlt is told to reflect them.
rows = sql_table(
    url.replace("postgres://", "postgresql://"),
    table=table,
    backend="pyarrow",
    chunk_size=50_000,
    reflection_level="full_with_precision",
)
# Its own state, with copies of the files, lies elsewhere.
state = tempfile.TemporaryDirectory()
pipeline = dlt.pipeline(
    "bench",
    pipelines_dir=state.name,
    destination=dlt.destinations.filesystem(bucket_url=folder),
    dataset_name="bench",
)
pipeline.run(rows, loader_file_format="parquet", write_disposition="replace")
