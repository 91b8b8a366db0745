"""The DAG of deploy/airflow in Airflow itself: it loads for every platform, and runs on a Spark of this machine."""

import json
import os
import re
from pathlib import Path

import pytest

from conftest import ROOT, command, emulator, sluice, sql
from test_spark_submit import HOME, delta_jars, jar

# Airflow pins what it brings along, so it has an environment of its own.
AIRFLOW = ROOT / "target" / "interop" / "airflow"
DAGS = ROOT / "deploy" / "airflow"
STEPS = json.loads(re.search(r"^STEPS = (\[.*\])", (DAGS / "sluice_curation.py").read_text(), re.M).group(1))

pytestmark = pytest.mark.skipif(
    not (AIRFLOW / "bin" / "airflow").exists(), reason="Airflow 3 is not installed"
)

DESCRIBE = """
import json, sys
from airflow.dag_processing.dagbag import DagBag
bag = DagBag(dag_folder=sys.argv[1])
print("DAGS " + json.dumps({
    "errors": {str(k): v for k, v in bag.import_errors.items()},
    "dags": {
        d.dag_id: {
            "catchup": d.catchup,
            "max_active_runs": d.max_active_runs,
            "tasks": {
                t.task_id: {
                    "type": type(t).__name__,
                    "pool": t.pool,
                    "retries": t.retries,
                    "after": sorted(t.upstream_task_ids),
                    "outlets": [a.name for a in t.outlets],
                    "deferrable": getattr(t, "deferrable", None),
                }
                for t in d.tasks
            },
        }
        for d in bag.dags.values()
    },
}))
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """An Airflow of its own, with the pool as the DAG's text says."""
    folder = tmp_path_factory.mktemp("airflow")
    env = {
        "AIRFLOW_HOME": str(folder),
        "AIRFLOW__CORE__DAGS_FOLDER": str(DAGS),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__UNIT_TEST_MODE": "False",
        "AIRFLOW__USAGE_DATA_COLLECTION__ENABLED": "False",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    for words in (
        ("db", "migrate"),
        ("pools", "set", "twelvelabs_api", "1", "One paid run at a time", "--include-deferred"),
    ):
        ran = command(AIRFLOW / "bin" / "airflow", *words, env=env)
        assert ran.code == 0, str(ran)
    return env


@pytest.mark.parametrize(
    ("platform", "operator"),
    [
        ("spark-submit", "SparkSubmitOperator"),
        ("emr-serverless", "EmrServerlessStartJobOperator"),
        ("databricks", "DatabricksRunNowOperator"),
    ],
)
def test_the_dags_load_for_every_platform(home, platform, operator):
    ran = command(AIRFLOW / "bin" / "python", "-c", DESCRIBE, DAGS, env={**home, "SLUICE_PLATFORM": platform})
    assert ran.code == 0, str(ran)
    found = json.loads(ran.line("DAGS ").removeprefix("DAGS "))
    assert found["errors"] == {}
    run, maintain = found["dags"]["sluice_curation"], found["dags"]["sluice_maintain"]
    for dag in (run, maintain):
        assert dag["catchup"] is False
        assert dag["max_active_runs"] == 1
        assert {t["type"] for t in dag["tasks"].values()} == {operator}
        assert all(t["retries"] > 0 for t in dag["tasks"].values())
        if platform != "spark-submit":
            assert all(t["deferrable"] for t in dag["tasks"].values())
    tasks = run["tasks"]
    order = list(tasks)
    assert [t["after"] for t in tasks.values()] == [[]] + [[step] for step in order[:-1]]
    assert {step for step, t in tasks.items() if t["pool"] == "twelvelabs_api"} == {"embed", "label"}
    assert tasks["curate"]["outlets"] == ["sluice_curated"]
    assert tasks["export"]["outlets"] == ["sluice_releases"]


def job(folder, url):
    """The demo as a job of the DAG: with every step of it, and an emulator in a process of its own."""
    text = (ROOT / "jobs" / "demo.yaml").read_text()
    text = text.replace("../conf", str(ROOT / "conf"))
    text = text.replace("  name: emulator ", f"  url: {url}\n  key: env:INTEROP_KEY\n  name: emulator ")
    text += "".join(f"{step}: {{}}\n" for step in STEPS if f"\n{step}:" not in text)
    spec = folder / "demo.yaml"
    spec.write_text(text)
    return spec


def properties(folder):
    """The standalone cluster's settings on one machine: its Delta, less memory, no page."""
    text = (ROOT / "conf" / "spark-standalone.properties").read_text()
    text = text.replace("/opt/sluice", str(ROOT)).replace("spark.driver.memory                  4g", "")
    here = {
        "spark.jars": ",".join(delta_jars()),
        "spark.driver.memory": "2g",
        "spark.ui.enabled": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.shuffle.partitions": "4",
        "spark.local.dir": folder / "scratch",
    }
    file = folder / "spark.properties"
    file.write_text(text + "".join(f"{key} {value}\n" for key, value in here.items()))
    return file


def test_a_run_in_airflow_pays_once(home, tmp_path):
    warehouse = tmp_path / "warehouse"
    with emulator() as server:
        env = {
            **home,
            "INTEROP_KEY": "a-key-of-no-one",
            "PATH": f"{HOME / 'bin'}:{AIRFLOW / 'bin'}:{os.environ['PATH']}",
            "SPARK_HOME": str(HOME),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "AIRFLOW_CONN_SPARK_DEFAULT": json.dumps({"conn_type": "spark", "host": "local[2]"}),
            "AIRFLOW_VAR_SLUICE_WAREHOUSE": str(warehouse),
            "AIRFLOW_VAR_SLUICE_MANIFEST": str(ROOT / "jobs" / "demo" / "manifest.csv"),
            "AIRFLOW_VAR_SLUICE_JAR": str(jar()),
            "AIRFLOW_VAR_SLUICE_SPEC": str(job(tmp_path, server.url)),
            "AIRFLOW_VAR_SLUICE_PROPERTIES": str(properties(tmp_path)),
        }
        ran = command(AIRFLOW / "bin" / "airflow", "dags", "test", "sluice_curation", env=env, limit=1800)
        print(f"Airflow, {len(STEPS)} steps by spark-submit: {ran.seconds:.0f} s")
        assert ran.code == 0, str(ran)
        assert "state=success" in ran.out + ran.err, str(ran)
        assert "a-key-of-no-one" not in ran.out + ran.err
        created = server.creates()
        assert created["embed"] == 38, created

        steps = sql(warehouse, "SELECT steps, exit_code FROM runs ORDER BY started_at")
        assert [row["steps"] for row in steps] == STEPS
        assert {row["exit_code"] for row in steps} == {"0"}

        # A task that Airflow runs again pays nothing.
        again = command(
            AIRFLOW / "bin" / "airflow", "tasks", "test", "sluice_curation", "embed", env=env
        )
        assert again.code == 0, str(again)
        assert server.creates() == created

    swept = command(AIRFLOW / "bin" / "airflow", "dags", "test", "sluice_maintain", env=env)
    assert swept.code == 0, str(swept)
    after = sluice("verify", Path(warehouse) / "_releases" / "demo-001")
    assert after.code == 0, str(after)
