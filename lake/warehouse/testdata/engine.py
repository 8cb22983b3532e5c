"""Reads a table with delta-rs and polars and prints what they see as JSON: python engine.py TABLE"""
import json
import sys

import polars
from deltalake import DeltaTable


def total(frame, column):
    return str(frame[column].sum())


table = DeltaTable(sys.argv[1])
frame = polars.read_delta(sys.argv[1])
result = {
    "version": table.version(),
    "rows": frame.height,
    "arrow_rows": table.to_pyarrow_table().num_rows,
    "columns": frame.columns,
    "years": sorted(set(frame["year"].to_list())),
    "net": total(frame, "net") if "net" in frame.columns else "",
    "points": "",
}
if "points" in frame.columns:
    points = frame.explode("points").unnest("points", separator=".")
    result["points"] = str(points["points.consumption_kwh"].sum())
print(json.dumps(result))
