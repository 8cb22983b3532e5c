"""Reads tables with Spark and prints what it sees of each as a line of JSON: python spark.py JARS TABLE..."""
import glob
import json
import sys

from pyspark.sql import SparkSession
from pyspark.sql import functions as f

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
    frame = spark.read.format("delta").load(table)
    history = spark.sql(f"DESCRIBE HISTORY delta.`{table}`")
    result = {
        "version": history.agg(f.max("version")).first()[0],
        "rows": frame.count(),
        "arrow_rows": len(frame.collect()),  # every value is read
        "columns": frame.columns,
        "years": sorted(r[0] for r in frame.select("year").distinct().collect()) if "year" in frame.columns else [],
        "net": "",
        "points": "",
        "point_nets": "",
    }
    if "net" in frame.columns:
        result["net"] = str(frame.agg(f.sum("net")).first()[0])
    if "points" in frame.columns:
        points = frame.select(f.explode("points").alias("p"))
        energy, nets = points.agg(f.sum("p.consumption_kwh"), f.sum("p.net")).first()
        result["points"], result["point_nets"] = str(energy), str(nets)
    print(json.dumps(result), flush=True)
spark.stop()
