"""Raw documents to text and words: one mapped task per eight documents, as many at a time as the pool allows."""

from __future__ import annotations

import wattlake_stages as stages
from airflow.sdk import dag, task
from pendulum import datetime


@dag(
    schedule=stages.started_by("invoice_uploaded", otherwise="*/10 * * * *"),
    start_date=datetime(2026, 1, 1, tz="UTC"),
    catchup=False,
    max_active_runs=1,
    default_args=stages.DEFAULTS,
    tags=["wattlake"],
)
def bronze_ocr():
    @task
    def waiting() -> list[list[str]]:
        return stages.batches(stages.pending("read"), size=8)

    @task(pool=stages.OCR_POOL)
    def read(documents: list[str]):
        stages.run("read", documents)

    @task(outlets=[stages.TEXT], trigger_rule="none_failed")
    def done():
        """Wakes the next DAG, also when there was nothing to read."""

    read.expand(documents=waiting()) >> done()


bronze_ocr()
