"""The -all jar in a whole Spark distribution, outside Maven's class path, against an emulator of its own."""

import os
import re
from pathlib import Path

import pytest

from conftest import ROOT, command, emulator, sql

pyspark = pytest.importorskip("pyspark", reason="PySpark, a whole Spark distribution, is not installed")
HOME = Path(pyspark.__file__).parent


def jar():
    return max((ROOT / "target").glob("sluice-*-all.jar"), key=lambda p: p.stat().st_mtime)


def delta_jars():
    """Delta and what stores its log: a cluster has both; a bare distribution has neither."""
    paths = ROOT / "target" / "classpath-provided.txt"
    if not paths.exists():
        built = command("mvn", "-B", "-q", "compile", "dependency:build-classpath@provided")
        assert built.code == 0, str(built)
    wanted = re.compile(r"delta-(spark|storage|kernel)[^/]*\.jar$")
    return [p for p in paths.read_text().strip().split(":") if wanted.search(p)]


def submit(tmp_path, *words, env=None):
    return command(
        HOME / "bin" / "spark-submit",
        "--master", "local[2]",
        "--driver-memory", "2g",
        "--jars", ",".join(delta_jars()),
        "--conf", "spark.ui.enabled=false",
        "--conf", "spark.driver.host=127.0.0.1",
        "--conf", "spark.driver.bindAddress=127.0.0.1",
        "--conf", "spark.sql.shuffle.partitions=4",
        "--conf", f"spark.local.dir={tmp_path / 'scratch'}",
        "--class", "dev.sluice.cli.Main",
        jar(),
        *words,
        env={"SPARK_HOME": str(HOME), "SPARK_LOCAL_IP": "127.0.0.1", "CLASSPATH": "", **(env or {})},
    )


def test_the_jar_runs_the_demo_and_pays_once(tmp_path):
    warehouse = tmp_path / "warehouse"
    with emulator() as server:
        words = (
            "run", "jobs/demo.yaml",
            "--warehouse", warehouse,
            "--set", f"provider.url={server.url}",
            "--set", "provider.key=env:INTEROP_KEY",
            "--set", "curate.reviews=jobs/demo/reviews.csv",
        )
        ran = submit(tmp_path, *words, env={"INTEROP_KEY": "a-key-of-no-one"})
        print(f"Spark {pyspark.__version__}, {jar().name}, {jar().stat().st_size / 1e6:.0f} MB: {ran.seconds:.0f} s")
        print(ran.out)
        assert ran.code == 0, str(ran)
        assert "45 files: 38 accepted, 1 duplicate" in ran.line("ingest")
        assert "38 items" in ran.line("export")
        assert "a-key-of-no-one" not in ran.out + ran.err
        created = server.creates()
        assert created["embed"] == 38, created

        again = submit(tmp_path, *words, env={"INTEROP_KEY": "a-key-of-no-one"})
        assert again.code == 0, str(again)
        assert "0 paid calls in this run" in again.line("spent")
        assert server.creates() == created
    rows = sql(warehouse, "SELECT count(*) AS items, count(label) AS named FROM curated")
    assert rows == [{"items": "38", "named": "38"}]


def test_the_jar_says_that_it_holds_no_emulator(tmp_path):
    ran = submit(tmp_path, "emulate", "--port", "0")
    assert ran.code == 64, str(ran)
    assert "this jar holds no emulator" in ran.out + ran.err
    assert "jobs/sluice emulate" in ran.out + ran.err


def test_the_jar_names_wrong_keys_of_a_spec_before_spark_starts(tmp_path):
    ran = submit(tmp_path, "run", "jobs/demo.yaml", "--set", "cluster.kk=3")
    assert ran.code == 64, str(ran)
    assert "kk" in ran.out + ran.err
