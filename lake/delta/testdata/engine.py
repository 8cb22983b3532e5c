"""Reads and writes Delta tables with engines that Wattlake did not write: delta-rs (deltalake), polars and pyarrow.

engine.py check                  exits 0 if the engines are installed
engine.py read TABLE [VERSION]   prints {"version", "deltalake": rows, "polars": rows} as JSON
engine.py append TABLE NUMBER…   appends one row per number
engine.py create TABLE           makes a table by appends, a delete, a compaction and a checkpoint
engine.py checkpoint TABLE       writes a checkpoint
"""

import datetime
import decimal
import json
import os
import sys

import deltalake
import polars
import pyarrow

SCHEMA = pyarrow.schema(
    [
        ("number", pyarrow.string()),
        ("net", pyarrow.decimal128(18, 2)),
        ("issue_date", pyarrow.date32()),
        ("points", pyarrow.list_(pyarrow.struct([("ppe", pyarrow.string()), ("kwh", pyarrow.decimal128(18, 3))]))),
        ("year", pyarrow.int32()),
    ]
)


def plain(value):
    if isinstance(value, (decimal.Decimal, datetime.date)):
        return str(value)
    raise TypeError(type(value))


def row(number):
    return {
        "number": number,
        "net": decimal.Decimal("123456789012345.67"),
        "issue_date": datetime.date(2025, 1, 31),
        "points": [{"ppe": "590310600000000017", "kwh": decimal.Decimal("0.001")}, {"ppe": None, "kwh": None}],
        "year": None if number.endswith("0") else 2025,
    }


def append(table, numbers):
    rows = pyarrow.Table.from_pylist([row(n) for n in numbers], schema=SCHEMA)
    deltalake.write_deltalake(table, rows, mode="append", partition_by=["year"])


def read(table, version):
    opened = deltalake.DeltaTable(table, version=version)
    frame = polars.read_delta(table, version=version)
    columns = SCHEMA.names
    return {
        "version": opened.version(),
        "deltalake": opened.to_pyarrow_table().select(columns).to_pylist(),
        "polars": frame.select(columns).to_dicts(),
    }


def create(table):
    for i in range(4):
        append(table, [f"their {i}{j}" for j in range(3)])
    opened = deltalake.DeltaTable(table)
    opened.delete("number = 'their 11'")
    opened.optimize.compact()
    opened.create_checkpoint()
    append(table, ["their last"])


def main(verb, table=None, *rest):
    if verb == "read":
        json.dump(read(table, int(rest[0]) if rest else None), sys.stdout, default=plain)
    elif verb == "append":
        append(table, rest)
    elif verb == "create":
        create(table)
    elif verb == "checkpoint":
        deltalake.DeltaTable(table).create_checkpoint()


main(*sys.argv[1:])
sys.stdout.flush()
os._exit(0)  # the engines' threads sometimes abort the interpreter while it shuts down, after the work is done
