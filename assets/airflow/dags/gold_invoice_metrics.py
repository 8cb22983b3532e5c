"""Silver to the Gold tables; what is up to date stays as it is."""

from __future__ import annotations

import wattlake_stages as stages
from airflow.sdk import dag, task
from pendulum import datetime


@dag(
    schedule=stages.started_by("silver_invoices_updated", otherwise=[stages.SILVER]),
    start_date=datetime(2026, 1, 1, tz="UTC"),
    catchup=False,
    max_active_runs=1,
    default_args=stages.DEFAULTS,
    tags=["wattlake"],
)
def gold_invoice_metrics():
    @task(outlets=[stages.GOLD])
    def build():
        stages.run("gold", [])

    build()


gold_invoice_metrics()
