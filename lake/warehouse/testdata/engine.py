"""Reads a table with delta-rs and polars and prints what they see as JSON: python engine.py TABLE"""
import json
import os
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
    "years": sorted(set(frame["year"].to_list())) if "year" in frame.columns else [],
    "net": total(frame, "net") if "net" in frame.columns else "",
    "points": "",
    "point_nets": "",
}
if "points" in frame.columns:
    points = frame.explode("points").unnest("points", separator=".")
    result["points"] = total(points, "points.consumption_kwh")
    result["point_nets"] = total(points, "points.net")
print(json.dumps(result), flush=True)
os._exit(0)  # the engines' threads sometimes abort the interpreter while it shuts down, after the work is done
