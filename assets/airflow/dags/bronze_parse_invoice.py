"""Words to invoices with evidence: one mapped task per fifty documents."""

from __future__ import annotations

import wattlake_stages as stages
from airflow.sdk import dag, task
from pendulum import datetime


@dag(
    schedule=stages.started_by("invoice_ocr_completed", otherwise=[stages.TEXT]),
    start_date=datetime(2026, 1, 1, tz="UTC"),
    catchup=False,
    max_active_runs=1,
    default_args=stages.DEFAULTS,
    tags=["wattlake"],
)
def bronze_parse_invoice():
    @task
    def waiting() -> list[list[str]]:
        return stages.batches(stages.pending("parse"), size=50)

    @task
    def parse(documents: list[str]):
        stages.run("parse", documents)

    @task(outlets=[stages.PARSED], trigger_rule="none_failed")
    def done():
        """Wakes the next DAG, also when there was nothing to parse."""

    parse.expand(documents=waiting()) >> done()


bronze_parse_invoice()
