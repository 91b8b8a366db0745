"""Opens a Sluice warehouse for SQL without Spark: delta-rs reads the Delta tables, DuckDB asks the questions."""

import os
from pathlib import Path

import duckdb
from deltalake import DeltaTable

WAREHOUSE = os.environ.get("SLUICE_WAREHOUSE", ".sluice/warehouse")


def delta(name, version=None, warehouse=None):
    """A table as an Arrow dataset, as it is or as it was at a version."""
    place = f"{str(warehouse or WAREHOUSE).rstrip('/')}/{name}"
    return DeltaTable(place, version=version).to_pyarrow_dataset()


def connect(warehouse=None):
    """A DuckDB connection that knows every table of a warehouse on this machine by its name. It only reads."""
    database = duckdb.connect()
    for log in sorted(Path(warehouse or WAREHOUSE).glob("*/_delta_log")):
        database.register(log.parent.name, delta(log.parent.name, warehouse=warehouse))
    return database


def last_release(warehouse=None):
    """The newest release below a warehouse on this machine that is not withdrawn."""
    manifests = Path(warehouse or WAREHOUSE).glob("_releases/*/manifest.json")
    usable = [manifest for manifest in manifests if not withdrawn(manifest.parent)]
    if not usable:
        raise FileNotFoundError(f"no release that is not withdrawn below {warehouse or WAREHOUSE}/_releases")
    return max(usable, key=lambda manifest: manifest.stat().st_mtime).parent


def release_folder():
    """The release that SLUICE_RELEASE names, or the newest; never a withdrawn one."""
    named = os.environ.get("SLUICE_RELEASE")
    if named and withdrawn(named):
        raise ValueError((Path(named) / "WITHDRAWN").read_text().strip())
    return Path(named) if named else last_release()


def withdrawn(release):
    """Whether a video in a release was taken down: `sluice forget` writes a file that says so."""
    return (Path(release) / "WITHDRAWN").exists()
