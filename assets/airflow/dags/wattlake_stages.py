"""What the four DAGs have in common: calls of `wattlake stage`, and the topics that wake them.

Everything that depends on the site comes from the environment of the Airflow workers:
  WATTLAKE_BIN     the program (default: wattlake)
  WATTLAKE_LAKE    folder or s3://BUCKET/PREFIX of the lake; the program itself reads it
  WATTLAKE_KAFKA_TOPICS  "yes" lets the team's Kafka topics start the DAGs, too (connection id: kafka_default); without it, each
                   DAG starts when the one before it is done, and bronze_ocr every ten minutes
  WATTLAKE_STAGE_BROKERS  brokers on which the stages announce what they did, so that the team's desktops fetch it at once
"""

from __future__ import annotations

import json
import os
import subprocess
from datetime import timedelta

from airflow.sdk import Asset, AssetAny, AssetOrTimeSchedule, AssetWatcher, CronTriggerTimetable

# Exit codes of the program: see `wattlake help exit-codes`.
DOCUMENTS_FAILED = 2

# Documents that are read at the same time, in all DAG runs together: make the pool with
#   airflow pools set wattlake_ocr 4 "documents that Wattlake reads at a time"
OCR_POOL = os.environ.get("WATTLAKE_OCR_POOL", "wattlake_ocr")

DEFAULTS = {"retries": 3, "retry_delay": timedelta(seconds=30), "retry_exponential_backoff": True}

# What a DAG leaves behind for the next one.
TEXT = Asset("wattlake://bronze/ocr_faktury")
PARSED = Asset("wattlake://bronze/parsed_invoices")
SILVER = Asset("wattlake://silver/invoices")
GOLD = Asset("wattlake://gold")


def wattlake(*arguments: str) -> list:
    """Runs the program and returns the JSON values that it prints. A document that is at fault is no error of the stage."""
    command = [os.environ.get("WATTLAKE_BIN", "wattlake"), *arguments, "--json"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.stderr:
        print(run.stderr)
    if run.returncode not in (0, DOCUMENTS_FAILED):
        raise RuntimeError(f"{' '.join(command)}: exit code {run.returncode}\n{run.stderr}")
    return [json.loads(line) for line in run.stdout.splitlines() if line.strip()]


def pending(stage: str) -> list[str]:
    """Lists the documents that lack the stage's result."""
    return wattlake("stage", stage, "--list")[0]


def batches(documents: list[str], size: int) -> list[list[str]]:
    """Splits the documents into lists of at most size, one mapped task each."""
    return [documents[i : i + size] for i in range(0, len(documents), size)]


def run(stage: str, documents: list[str]) -> list[dict]:
    """Runs the stage on the documents and returns what became of each."""
    results = wattlake("stage", stage, *documents)
    for line in results:
        print(line["status"], line["file"], line["reason"])
    return results


def started_by(topic: str, otherwise: str | list[Asset]):
    """The schedule of a DAG: a time, or the DAG before it; if the team's Kafka is used, an event on the topic starts it, too."""
    if os.environ.get("WATTLAKE_KAFKA_TOPICS") != "yes":
        return otherwise
    if isinstance(otherwise, str):
        return AssetOrTimeSchedule(timetable=CronTriggerTimetable(otherwise, timezone="UTC"), assets=told_on(topic))
    return AssetAny(told_on(topic), *otherwise)


def told_on(topic: str) -> Asset:
    """The asset that an event on the topic brings up to date."""
    from airflow.providers.common.messaging.triggers.msg_queue import MessageQueueTrigger

    trigger = MessageQueueTrigger(
        scheme="kafka",
        topics=[topic],
        kafka_config_id="kafka_default",
        apply_function="wattlake_stages.any_event",
    )
    return Asset(name=f"wattlake_{topic}", watchers=[AssetWatcher(name=topic, trigger=trigger)])


def any_event(message):
    """Every event starts the DAG: what there is to do is found in the lake."""
    return message.key() is not None
