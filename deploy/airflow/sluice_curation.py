"""Runs the job worker-safety step by step, at night and when the manifest was updated; maintains on Sundays.

A task is one step, one `sluice run --only STEP`. A task may be run again at any time: what was paid is in the journal
and the ledger, and a second run pays nothing for it. So `retries` covers exit 75 (not finished), lost machines and
restarts of Airflow alike; after a wrong key (69) or a spent budget (79) a retry stops again at once.

Where it runs is chosen when the file is parsed, by the environment variable SLUICE_PLATFORM: spark-submit (default),
emr-serverless or databricks. Everything else is an Airflow variable, read when a task runs:

  sluice_warehouse   s3a://BUCKET/warehouse
  sluice_manifest    s3a://BUCKET/manifests/worker_safety
  sluice_jar         /opt/sluice/sluice-all.jar, or on S3
  sluice_spec        /opt/sluice/jobs/worker-safety.yaml; on EMR Serverless job/jobs/worker-safety.yaml
  sluice_properties  spark-submit: /opt/sluice/conf/spark-standalone.properties
  sluice_archive     EMR Serverless: s3://BUCKET/sluice/VERSION/job.zip
  sluice_application, sluice_role    EMR Serverless: its application and the job's role

The pool limits how many paid tasks run at a time; Sluice itself keeps to the account's limits, for one run at a time.
Without --include-deferred a deferred task leaves the pool and the limit is void:

  airflow pools set twelvelabs_api 1 "One paid run at a time" --include-deferred

On EMR Serverless and Databricks tasks wait in Airflow's triggerer, so it must run.
"""

from __future__ import annotations

import os
from datetime import timedelta

import pendulum
from airflow.sdk import DAG, Asset
from airflow.timetables.assets import AssetOrTimeSchedule
from airflow.timetables.trigger import CronTriggerTimetable

PLATFORM = os.environ.get("SLUICE_PLATFORM", "spark-submit")

# The blocks of the job spec, in the order in which Sluice runs them.
STEPS = ["ingest", "embed", "cluster", "label", "curate", "evaluate", "trends", "project", "export", "report"]
PAID = {"embed", "label", "classify"}

# Producers say `outlets=[MANIFEST]`; consumers say `schedule=[CURATED]` or `schedule=[RELEASES]`. An asset is
# updated when its task ends well, also when nothing was new.
MANIFEST = Asset(name="video_manifest", uri="s3://BUCKET/manifests/worker_safety")
CURATED = Asset(name="sluice_curated", uri="s3://BUCKET/warehouse/curated")
RELEASES = Asset(name="sluice_releases", uri="s3://BUCKET/warehouse/_releases")
OUTLETS = {"curate": [CURATED], "export": [RELEASES]}

WAREHOUSE = ["--warehouse", "{{ var.value.sluice_warehouse }}"]
# A run whose machine died holds the warehouse for three minutes more.
RUN = [*WAREHOUSE, "--set", "ingest.manifest={{ var.value.sluice_manifest }}", "--wait", "300", "--log", "json"]


def sluice(task_id, verb, options, **settings):
    """One command of Sluice as a task on the chosen platform."""
    words = [verb, "{{ var.value.sluice_spec }}", *options]
    if PLATFORM == "emr-serverless":
        from airflow.providers.amazon.aws.operators.emr import EmrServerlessStartJobOperator

        # Spark's settings are the application's: deploy/emr-serverless/create-application.yaml.
        parameters = "--class dev.sluice.cli.Main --archives {{ var.value.sluice_archive }}#job"
        # One run per attempt, also when the answer to the submit was lost. At most 64 letters, no colons.
        token = "{{ (task.task_id ~ ti.try_number ~ run_id) | replace(':', '') | replace('+', '') }}"
        return EmrServerlessStartJobOperator(
            task_id=task_id,
            application_id="{{ var.value.sluice_application }}",
            execution_role_arn="{{ var.value.sluice_role }}",
            name=f"sluice-{task_id}",
            job_driver={
                "sparkSubmit": {
                    "entryPoint": "{{ var.value.sluice_jar }}",
                    "entryPointArguments": words,
                    "sparkSubmitParameters": parameters,
                }
            },
            config={"clientToken": token, "executionTimeoutMinutes": 720},
            # 25 attempts of a minute are the default: a longer run would fail the task while it goes on.
            deferrable=True,
            waiter_delay=60,
            waiter_max_attempts=725,
            **settings,
        )
    if PLATFORM == "databricks":
        from airflow.providers.databricks.operators.databricks import DatabricksRunNowOperator

        # The job is the bundle's, as target prod names it; maintain is one there too.
        return DatabricksRunNowOperator(
            task_id=task_id,
            job_name="sluice" if verb == "run" else f"sluice-{verb}",
            job_parameters={"only": task_id} if verb == "run" else None,
            idempotency_token="{{ (task.task_id ~ ti.try_number ~ run_id)[:64] }}",
            deferrable=True,
            **settings,
        )
    from airflow.providers.apache.spark.operators.spark_submit import SparkSubmitOperator

    # Where the connection says YARN and cluster mode, Airflow 3.3 also wants yarn_track_via_rm_api=True.
    return SparkSubmitOperator(
        task_id=task_id,
        name=f"sluice {task_id}",
        application="{{ var.value.sluice_jar }}",
        java_class="dev.sluice.cli.Main",
        properties_file="{{ var.value.sluice_properties }}",
        application_args=words,
        **settings,
    )


DEFAULTS = {
    "owner": "data",
    "retries": 3,
    "retry_delay": timedelta(minutes=10),
    "retry_exponential_backoff": True,
    "execution_timeout": timedelta(hours=12),
}

with DAG(
    dag_id="sluice_curation",
    schedule=AssetOrTimeSchedule(timetable=CronTriggerTimetable("30 2 * * *", timezone="UTC"), assets=[MANIFEST]),
    start_date=pendulum.datetime(2026, 1, 1, tz="UTC"),
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULTS,
    tags=["video", "sluice"],
    doc_md=__doc__,
):
    before = None
    for step in STEPS:
        task = sluice(
            step,
            "run",
            ["--only", step, *RUN],
            outlets=OUTLETS.get(step, []),
            pool="twelvelabs_api" if step in PAID else "default_pool",
        )
        if before:
            before >> task
        before = task

with DAG(
    dag_id="sluice_maintain",
    schedule="0 5 * * 0",
    start_date=pendulum.datetime(2026, 1, 1, tz="UTC"),
    catchup=False,
    max_active_runs=1,
    default_args=DEFAULTS,
    tags=["video", "sluice"],
):
    # Waits up to an hour for a run that is going on; pays nothing.
    sluice("maintain", "maintain", [*WAREHOUSE, "--wait", "3600"])
