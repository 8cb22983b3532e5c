"""Reads tables with Spark and prints what it sees of each as a line of JSON: python spark.py JARS TABLE..."""
import glob
import json
import sys
from decimal import Decimal

from pyspark.sql import SparkSession

spark = (
    SparkSession.builder.master("local[2]")
    .config("spark.jars", ",".join(glob.glob(sys.argv[1] + "/*.jar")))
    .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
    .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
    .config("spark.ui.enabled", "false")
    .config("spark.driver.bindAddress", "127.0.0.1")
    .config("spark.driver.host", "127.0.0.1")
    .config("spark.sql.shuffle.partitions", "2")
    .config("spark.driver.memory", "1g")
    .getOrCreate()
)
spark.sparkContext.setLogLevel("ERROR")
for table in sys.argv[2:]:
    rows = spark.read.format("delta").load(table).collect()  # Spark reads every value
    columns = rows[0].__fields__ if rows else []
    points = [p for row in rows for p in row["points"]] if "points" in columns else None
    total = lambda values: str(sum((v for v in values if v is not None), Decimal("0.00")))
    result = {
        "rows": len(rows),
        "net": total(row["net"] for row in rows) if "net" in columns else "",
        "points": "" if points is None else total(p["consumption_kwh"] for p in points),
        "point_nets": "" if points is None else total(p["net"] for p in points),
    }
    print(json.dumps(result), flush=True)
spark.stop()
