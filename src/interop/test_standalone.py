"""The -all jar on a standalone master with two workers: client and cluster mode, executors that come and go."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass

import pytest

from conftest import ROOT, command, emulator, sql
from test_spark_submit import HOME, delta_jars, jar

LOCAL = {"SPARK_HOME": str(HOME), "SPARK_LOCAL_IP": "127.0.0.1", "CLASSPATH": ""}


def ended(process):
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextlib.contextmanager
def daemon(log, words, said):
    """One Spark daemon in a process of its own; yields what its log says."""
    with open(log, "w") as out:
        process = subprocess.Popen(
            [str(HOME / "bin" / "spark-class"), *map(str, words)],
            env={**os.environ, **LOCAL},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        until = time.monotonic() + 120
        while True:
            found = re.search(said, log.read_text())
            if found:
                break
            assert process.poll() is None and time.monotonic() < until, log.read_text()
            time.sleep(0.2)
        yield found.group(1)
    finally:
        ended(process)


@dataclass(frozen=True)
class Cluster:
    master: str
    work: list

    def executors(self):
        """Executor processes that were started so far, by worker."""
        return [len(list(folder.glob("app-*/[0-9]*"))) for folder in self.work]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    home = tmp_path_factory.mktemp("standalone")
    with contextlib.ExitStack() as running:
        master = running.enter_context(
            daemon(
                home / "master.log",
                ["org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", "0", "--webui-port", "0"],
                r"Starting Spark master at (spark://\S+)",
            )
        )
        work = []
        for name in ("one", "two"):
            work.append(home / name)
            running.enter_context(
                daemon(
                    home / f"{name}.log",
                    ["org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1", "--webui-port", "0",
                     "--cores", "2", "--memory", "4g", "--work-dir", work[-1], master],
                    r"Successfully registered with master (\S+)",
                )
            )
        yield Cluster(master, work)


def submit(cluster, *words, conf=(), mode="client"):
    settings = {
        "spark.cores.max": 2,
        "spark.executor.cores": 1,
        "spark.executor.memory": "1g",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.plugins": "dev.sluice.calls.PermitPlugin",
        "spark.speculation": "false",
        "spark.sql.shuffle.partitions": 4,
        "spark.ui.enabled": "false",
        # The client's exit code is the driver's, in cluster mode too.
        "spark.standalone.submit.waitAppCompletion": "true",
        **dict(conf),
    }
    return command(
        HOME / "bin" / "spark-submit",
        "--master", cluster.master,
        "--deploy-mode", mode,
        "--driver-memory", "2g",
        "--jars", ",".join(delta_jars()),
        *[word for key, value in settings.items() for word in ("--conf", f"{key}={value}")],
        "--class", "dev.sluice.cli.Main",
        jar(),
        *words,
        env=LOCAL,
    )


def test_the_demo_on_two_workers_pays_once_in_every_mode(cluster, tmp_path):
    warehouse = tmp_path / "warehouse"
    key = tmp_path / "key"
    key.write_text("a-key-of-no-one")
    with emulator() as server:
        words = (
            "run", ROOT / "jobs" / "demo.yaml",
            "--warehouse", warehouse,
            "--set", f"provider.url={server.url}",
            "--set", f"provider.key=file:{key}",
        )
        client = submit(cluster, *words)
        print(f"client mode: {client.seconds:.0f} s, executors {cluster.executors()}")
        print(client.out)
        assert client.code == 0, str(client)
        assert min(cluster.executors()) >= 1, "both workers had an executor"
        created = server.creates()
        assert created["embed"] == 38, created

        coming_and_going = {
            "spark.dynamicAllocation.enabled": "true",
            "spark.dynamicAllocation.shuffleTracking.enabled": "true",
            "spark.dynamicAllocation.minExecutors": 1,
            "spark.dynamicAllocation.executorIdleTimeout": "2s",
        }
        dynamic = submit(cluster, *words, "--set", "curate.reviews=" + str(ROOT / "jobs/demo/reviews.csv"), conf=coming_and_going)
        print(f"dynamic allocation: {dynamic.seconds:.0f} s")
        assert dynamic.code == 0, str(dynamic)
        assert server.creates() == created

        driver_there = submit(cluster, *words, mode="cluster")
        print(f"cluster mode: {driver_there.seconds:.0f} s")
        assert driver_there.code == 0, str(driver_there)
        assert server.creates() == created
    assert sql(warehouse, "SELECT count(*) AS runs FROM runs WHERE exit_code = 0") == [{"runs": "3"}]


def test_new_videos_in_cluster_mode_are_paid_from_the_workers(cluster, tmp_path):
    warehouse = tmp_path / "warehouse"
    key = tmp_path / "key"
    key.write_text("a-key-of-no-one")
    clips = tmp_path / "clips"
    for kind in ("tree", "cup"):
        (clips / kind).mkdir(parents=True)
        for clip in sorted((ROOT / "jobs/demo/clips").glob(f"{kind}_0*.mp4")):
            shutil.copy(clip, clips / kind)
    count = len(list(clips.glob("*/*.mp4")))
    with emulator() as server:
        words = (
            "run", ROOT / "jobs" / "demo.yaml",
            "--warehouse", warehouse,
            "--set", f"provider.url={server.url}",
            "--set", f"provider.key=file:{key}",
            "--set", f"ingest.manifest={clips}",
            "--set", "cluster.k=2",
        )
        ran = submit(cluster, *words, mode="cluster")
        assert ran.code == 0, str(ran)
        assert server.creates()["embed"] == count
        # Where executors reach no network the driver calls.
        (clips / "coin").mkdir()
        shutil.copy(ROOT / "jobs/demo/clips/coin_00.mp4", clips / "coin")
        driver = submit(cluster, *words, "--set", "calls.run-on=driver", mode="cluster")
        assert driver.code == 0, str(driver)
        assert server.creates()["embed"] == count + 1
