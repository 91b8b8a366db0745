"""Prometheus and OpenLineage watch the demo on a standalone cluster, with the files of conf and nothing else."""

import contextlib
import json
import re
import shutil
import socket
import subprocess
import threading
import time
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from conftest import ROOT, command, emulator, sql
from test_spark_submit import HOME, delta_jars, jar
from test_standalone import LOCAL, cluster, ended  # noqa: F401

CONF = ROOT / "conf"
METRIC = "metrics_sluice_driver_plugin_dev_sluice_calls_PermitPlugin_{}_Value"
KEY = "tlk_marked-key-of-no-one"
ELSEWHERE = "marked-secret-of-another-service"


def text(name):
    return (CONF / name).read_text()


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def submit(cluster, home, properties, *words, conf=(), jars=()):
    """The demo by spark-submit with a properties file of conf; what is set here fits it to a small machine."""
    file = home / "spark.properties"
    file.write_text(properties.replace("/opt/sluice", str(ROOT)))
    key = home / "key"
    key.write_text(KEY)
    settings = {
        "spark.cores.max": 2,
        "spark.executor.cores": 1,
        "spark.executor.memory": "1g",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.shuffle.partitions": 4,
        "spark.hadoop.fs.s3a.secret.key": ELSEWHERE,
        **dict(conf),
    }
    return command(
        HOME / "bin" / "spark-submit",
        "--master", cluster.master,
        "--driver-memory", "2g",
        "--properties-file", file,
        "--jars", ",".join(map(str, [*delta_jars(), *jars])),
        *[word for key, value in settings.items() for word in ("--conf", f"{key}={value}")],
        "--class", "dev.sluice.cli.Main",
        jar(),
        "run", "jobs/demo.yaml",
        "--warehouse", home / "warehouse",
        "--set", f"provider.key=file:{key}",
        "--set", "provider.prices=conf/prices/twelvelabs-2026-07-30.yaml",
        "--set", "cluster.k=7",
        *words,
        env={**LOCAL, "TWELVELABS_API_KEY": KEY},
    )


@dataclass(frozen=True)
class Prometheus:
    url: str

    def ask(self, path, **query):
        with urllib.request.urlopen(f"{self.url}/api/v1/{path}?{urllib.parse.urlencode(query)}", timeout=30) as answer:
            said = json.load(answer)
        assert said["status"] == "success", said
        return said["data"]

    def values(self, query):
        return [(one["metric"], float(one["value"][1])) for one in self.ask("query", query=query)["result"]]

    def highest(self, name):
        """What a gauge was at most; there is one driver, so one series."""
        [(_, value)] = self.values(f"max_over_time({METRIC.format(name)}[1h])")
        return value


@contextlib.contextmanager
def prometheus(home, target):
    """A server with our scrape file, every second, and the same once more for executors; None without the program."""
    if not shutil.which("prometheus"):
        yield None
        return
    scrape = text("prometheus/scrape.yaml").replace("DRIVER:4040", target)
    assert target in scrape
    head, job = scrape.split("scrape_configs:\n")
    executors = job.replace("name: sluice", "name: executors").replace("/metrics/prom", "/metrics/executors/prom", 1)
    every = "global: {scrape_interval: 1s, evaluation_interval: 1s}\n"
    (home / "prometheus.yml").write_text(every + head + "scrape_configs:\n" + job + executors)
    shutil.copy(CONF / "prometheus" / "alerts.yaml", home)
    port = free_port()
    with open(home / "prometheus.log", "w") as log:
        process = subprocess.Popen(
            ["prometheus", f"--config.file={home / 'prometheus.yml'}", f"--storage.tsdb.path={home / 'tsdb'}",
             f"--web.listen-address=127.0.0.1:{port}"],
            stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
        )
    try:
        server = Prometheus(f"http://127.0.0.1:{port}")
        until = time.monotonic() + 60
        while True:
            with contextlib.suppress(OSError):
                server.ask("status/config")
                break
            assert process.poll() is None and time.monotonic() < until, (home / "prometheus.log").read_text()
            time.sleep(0.2)
        yield server
    finally:
        ended(process)


@dataclass(frozen=True)
class Watched:
    """A run with conf/spark-standalone.properties, over, and the Prometheus that scraped it."""

    warehouse: Path
    creates: dict
    prometheus: Prometheus


@pytest.fixture(scope="module")
def watched(cluster, tmp_path_factory):  # noqa: F811
    home = tmp_path_factory.mktemp("watched")
    ui = free_port()
    with emulator() as server, prometheus(home, f"127.0.0.1:{ui}") as scraper:
        ran = submit(
            cluster, home, text("spark-standalone.properties"),
            "--set", f"provider.url={server.url}", "--until", "curate",
            conf={"spark.ui.port": ui},
        )
        print(f"standalone, {'scraped' if scraper else 'nobody watching'}: {ran.seconds:.0f} s")
        assert ran.code == 0, str(ran)
        yield Watched(home / "warehouse", server.creates(), scraper)


@pytest.fixture
def scraper(watched):
    if watched.prometheus is None:
        pytest.skip("no prometheus on the PATH (Debian: apt-get install prometheus)")
    return watched.prometheus


def test_prometheus_sees_what_was_paid(watched, scraper):
    names = re.findall(r"`(\w+)`(?=[^|]*\|)", text("README.md").split("| name | what |")[1].split("\n\n")[0])
    seen = {name: scraper.highest(name) for name in names}
    print(seen)
    uploads = watched.creates["upload"]
    paid = sum(watched.creates.values()) - uploads
    assert seen["creates"] == seen["done"] == paid, "executors call, the driver counts"
    assert seen["uploads"] == uploads == 38
    assert seen["permits"] >= paid + uploads
    assert seen["throttled"] == seen["refused"] == seen["failed"] == seen["doubts"] == 0
    [bill] = sql(watched.warehouse, "SELECT sum(price) AS total FROM calls")
    # Output tokens of an answer are known when it is there; until then they count in full.
    assert 0.13 < float(bill["total"]) <= seen["spent"] + 1e-9 < 1


def test_prometheus_sees_the_executors(scraper):
    tasks = scraper.values("max_over_time(metrics_executor_completedTasks_total[1h])")
    by = {metric["executor_id"]: value for metric, value in tasks}
    assert len([one for one in by if one != "driver"]) == 2 and sum(by.values()) > 0


def test_the_alerts_load_and_keep_quiet_in_a_good_run(scraper):
    [group] = scraper.ask("rules")["groups"]
    assert [rule["name"] for rule in group["rules"]] == re.findall(r"alert: (\w+)", text("prometheus/alerts.yaml"))
    assert {rule["health"] for rule in group["rules"]} == {"ok"}
    # Prometheus keeps a series of its own for whatever fired.
    assert scraper.values('last_over_time(ALERTS{alertstate="firing"}[1h])') == []


def test_the_alerts_fire_when_they_should():
    if not shutil.which("promtool"):
        pytest.skip("no promtool on the PATH; it comes with prometheus")
    ran = command("promtool", "test", "rules", ROOT / "src" / "interop" / "alerts_test.yaml")
    assert ran.code == 0, str(ran)


@dataclass
class Lineage:
    """A server that takes OpenLineage events, as the file's http transport sends them."""

    url: str = ""
    events: list = field(default_factory=list)

    def edges(self):
        """Pairs of what one ended query read and wrote, by the last part of the path."""
        def ends(event, side):
            return {one["name"].rsplit("/", 1)[-1] for one in event.get(side, [])}
        return {
            (read, wrote)
            for event in self.events if event["eventType"] == "COMPLETE"
            for read in ends(event, "inputs")
            for wrote in ends(event, "outputs")
        }


@contextlib.contextmanager
def lineage_server():
    lineage = Lineage()

    class Taker(BaseHTTPRequestHandler):
        def do_POST(self):
            lineage.events.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(201)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Taker)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    lineage.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield lineage
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def listener():
    """The jar that the properties file names, from Maven's repository."""
    version = re.search(r"openlineage-spark_2\.13-([\d.]+)\.jar", text("spark-openlineage.properties")).group(1)
    file = ROOT / "target" / "interop" / "openlineage" / f"openlineage-spark_2.13-{version}.jar"
    if not file.exists():
        got = command("mvn", "-B", "-q", "dependency:copy", f"-Dartifact=io.openlineage:openlineage-spark_2.13:{version}", f"-DoutputDirectory={file.parent}")
        if got.code != 0:
            pytest.skip(f"openlineage-spark {version} cannot be fetched: {(got.out + got.err)[:300]}")
    return file


def with_lineage(url):
    both = text("spark-standalone.properties") + text("spark-openlineage.properties")
    assert "http://lineage.example:5000" in both
    return both.replace("http://lineage.example:5000", url)


ROWS = """
    SELECT item_id, content_id, label, verdict, split, round(distance, 6) AS distance, sha1(CAST(vector AS STRING)) AS vector
    FROM curated JOIN embeddings USING (content_id) ORDER BY item_id, vector
"""
TABLES = {"videos", "quarantine", "responses", "calls", "embeddings", "cluster_members", "cluster_labels", "curated"}


def test_openlineage_names_our_tables_and_nothing_secret(cluster, watched, listener, tmp_path):  # noqa: F811
    with emulator() as server, lineage_server() as lineage:
        ran = submit(
            cluster, tmp_path, with_lineage(lineage.url),
            "--set", f"provider.url={server.url}", "--until", "curate",
            conf={"spark.ui.enabled": "false"}, jars=[listener],
        )
        created = server.creates()
    print(f"with {listener.name}: {ran.seconds:.0f} s, {len(lineage.events)} events, {len(ran.err.splitlines())} lines of log")
    print(*sorted(lineage.edges()), sep="\n")
    assert ran.code == 0, str(ran)
    assert created == watched.creates

    assert {event["job"]["namespace"] for event in lineage.events} == {"sluice"}
    assert {event["job"]["name"].split(".")[0] for event in lineage.events} == {"sluice"}
    assert {
        ("demo", "videos"), ("responses", "embeddings"), ("embeddings", "cluster_members"),
        ("videos", "curated"), ("cluster_members", "curated"),
    } <= lineage.edges()
    written = {Path(one["name"]) for event in lineage.events for one in event.get("outputs", [])}
    assert {path.parent for path in written} == {tmp_path / "warehouse"}
    assert TABLES <= {path.name for path in written}

    everything = json.dumps(lineage.events) + ran.out + ran.err
    assert KEY not in everything and ELSEWHERE not in everything
    assert sql(tmp_path / "warehouse", ROWS) == sql(watched.warehouse, ROWS)


def test_a_run_does_not_need_the_lineage_server(cluster, listener, tmp_path):  # noqa: F811
    nobody = f"http://127.0.0.1:{free_port()}"
    ran = submit(
        cluster, tmp_path, with_lineage(nobody),
        "--set", f"provider.url={nobody}/v1.3", "--until", "ingest",
        conf={"spark.ui.enabled": "false"}, jars=[listener],
    )
    print(f"no lineage server: {ran.seconds:.0f} s, {len(ran.err.splitlines())} lines of log")
    assert ran.code == 0, str(ran)
    assert "45 files: 38 accepted" in ran.line("ingest")
