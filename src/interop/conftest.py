"""What the consumers share: the launcher as a person calls it, an emulator in its own process, one demo run."""

import contextlib
import json
import os
import re
import signal
import subprocess
import threading
import time
import urllib.request
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LIMIT_SEC = 900


@dataclass(frozen=True)
class Ran:
    """A finished command."""

    code: int
    out: str
    err: str
    seconds: float

    def line(self, start):
        """The first line of the output that starts with a word, or a clear failure."""
        for line in self.out.splitlines():
            if line.startswith(start):
                return line
        raise AssertionError(f"no line starts with {start!r}\n{self}")

    def lines(self, pattern):
        return [line.strip() for line in self.out.splitlines() if re.search(pattern, line)]

    def __str__(self):
        return f"exit code {self.code} after {self.seconds:.0f} s\n--- out\n{self.out}\n--- err\n{self.err[-4000:]}"


def command(*words, env=None, limit=LIMIT_SEC):
    """Runs a command from the root of the checkout; limit is in seconds."""
    start = time.monotonic()
    done = subprocess.run(
        [str(w) for w in words],
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=limit,
    )
    return Ran(done.returncode, done.stdout, done.stderr, time.monotonic() - start)


def sluice(*words, env=None):
    return command(ROOT / "jobs" / "sluice", *words, env=env)


def run_job(job, warehouse, *words, env=None):
    ran = sluice("run", job, "--warehouse", warehouse, *words, env=env)
    assert ran.code == 0, str(ran)
    return ran


def sql(warehouse, query):
    """Rows of `sluice sql` as dicts of text, cut where the line under the heading says."""
    ran = sluice("sql", query, "--warehouse", warehouse)
    assert ran.code == 0, str(ran)
    heading, rule, *rows, foot = ran.out.splitlines()
    spans = [m.span() for m in re.finditer("-+", rule)]
    assert foot == f"({len(rows)} rows)", ran.out
    names = [heading[a:b].strip() for a, b in spans]
    return [dict(zip(names, (row[a:b].strip() for a, b in spans))) for row in rows]


@dataclass(frozen=True)
class Emulator:
    url: str

    def log(self):
        """What was asked of it, counted by the server itself."""
        address = self.url.removesuffix("/v1.3") + "/_emulator/log"
        with urllib.request.urlopen(address, timeout=30) as answer:
            return json.load(answer)

    def creates(self):
        return {k: v for k, v in self.log()["creates"].items() if v}


@contextlib.contextmanager
def emulator():
    """`sluice emulate` in a process of its own, on a free port."""
    process = subprocess.Popen(
        [str(ROOT / "jobs" / "sluice"), "emulate", "--port", "0"],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        for line in process.stdout:
            found = re.search(r"listening at (http://\S+)", line)
            if found:
                yield Emulator(found.group(1))
                return
        raise AssertionError(f"the emulator ended with exit code {process.wait()}")
    finally:
        # The launcher and its JVM, as Ctrl-C in a terminal reaches both.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGINT)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        process.stdout.close()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *words):
        pass


@contextlib.contextmanager
def served_clips():
    """The demo clips behind http links, for uploads by URL."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), lambda *a: Quiet(*a, directory=str(ROOT / "jobs/demo/clips")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@dataclass(frozen=True)
class Demo:
    """The demo after its first run, a second one, and one with the reviews."""

    warehouse: Path
    first: Ran
    again: Ran
    reviewed: Ran
    elsewhere: dict

    @property
    def releases(self):
        return sorted((self.warehouse / "_releases").iterdir())


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    warehouse = tmp_path_factory.mktemp("demo") / "warehouse"
    first = run_job("jobs/demo.yaml", warehouse)
    again = run_job("jobs/demo.yaml", warehouse)
    # The address of the provider is no part of what was paid for.
    with emulator() as other:
        reviewed = run_job(
            "jobs/demo.yaml",
            warehouse,
            "--set", "curate.reviews=jobs/demo/reviews.csv",
            "--set", f"provider.url={other.url}",
            "--set", "provider.key=env:INTEROP_KEY",
            env={"INTEROP_KEY": "any"},
        )
        elsewhere = other.creates()
    for name, ran in (("first", first), ("again", again), ("reviewed", reviewed)):
        print(f"demo, {name}: {ran.seconds:.0f} s with the start of the JVM")
        print(ran.out)
    return Demo(warehouse, first, again, reviewed, elsewhere)


@pytest.fixture(scope="session")
def release(demo):
    """The release that the reviewed run made: every accepted clip is in it."""
    return demo.releases[-1]


@pytest.fixture(scope="session")
def everything(demo):
    """A release of the same items in every format, under a name of its own, beside the demo's."""
    ran = run_job(
        "jobs/demo.yaml",
        demo.warehouse,
        "--only", "export",
        "--set", "export.formats=[tfrecord, npy, tfrecord-sequence, fiftyone]",
        "--set", "export.as=everything",
        "--set", f"export.to={demo.warehouse.parent / 'releases'}",
        "--set", "export.licence=for tests only",
    )
    print(ran.out)
    return demo.warehouse.parent / "releases" / "everything"


def pytest_terminal_summary(terminalreporter):
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        terminalreporter.write_line(f"not run: {report.nodeid}: {reason.removeprefix('Skipped: ')}")
