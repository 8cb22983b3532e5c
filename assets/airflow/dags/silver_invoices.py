"""Parsed invoices and decisions to the rows of Silver: one commit for all that wait."""

from __future__ import annotations

import wattlake_stages as stages
from airflow.sdk import dag, task
from pendulum import datetime


@dag(
    schedule=stages.started_by("invoice_parsed", otherwise=[stages.PARSED]),
    start_date=datetime(2026, 1, 1, tz="UTC"),
    catchup=False,
    max_active_runs=1,
    default_args=stages.DEFAULTS,
    tags=["wattlake"],
)
def silver_invoices():
    @task(outlets=[stages.SILVER])
    def fold():
        stages.run("silver", [])

    fold()


silver_invoices()
