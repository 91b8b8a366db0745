"""Two engines that are not Spark, delta-rs and DuckDB, read the tables that Spark wrote."""

import json

import pytest

from conftest import ROOT, sql

for module in ("deltalake", "duckdb", "pyarrow"):
    pytest.importorskip(module, reason=f"{module} is not installed")


@pytest.fixture(scope="module")
def tables(demo):
    import sys

    sys.path.insert(0, str(ROOT / "notebooks"))
    import tables

    return tables


@pytest.fixture(scope="module")
def duck(demo, tables):
    return tables.connect(demo.warehouse)


def test_every_table_reads_and_counts_as_in_spark(demo, duck):
    names = [row[0] for row in duck.sql("SHOW TABLES").fetchall()]
    assert {"videos", "calls", "embeddings", "clusterings", "cluster_labels", "curated", "releases", "runs"} <= set(names)
    union = " UNION ALL ".join(f"SELECT '{name}' AS name, count(*) AS n FROM {name}" for name in names)
    ours = {name: int(n) for name, n in duck.sql(union).fetchall()}
    spark = {row["name"]: int(row["n"]) for row in sql(demo.warehouse, union)}
    assert ours == spark
    print(f"{len(names)} tables, {sum(ours.values())} rows: DuckDB over delta-rs counts as Spark does")


def test_values_are_those_spark_reads(demo, duck):
    query = "SELECT item_id, label, round(confidence, 6) AS confidence, split FROM curated ORDER BY item_id"
    spark = [(row["item_id"], row["label"], float(row["confidence"]), row["split"]) for row in sql(demo.warehouse, query)]
    assert duck.sql(query).fetchall() == spark
    dims = duck.sql("SELECT DISTINCT dim, len(vector) FROM embeddings").fetchall()
    assert dims == [(512, 512)]
    longest = duck.sql("SELECT max(len(evidence)), max(len(evidence[1].work_key)) FROM cluster_labels").fetchall()[0]
    assert longest[0] >= 1 and longest[1] == 64


def test_a_release_is_what_its_pinned_versions_hold(demo, tables):
    for folder in demo.releases:
        manifest = json.loads((folder / "manifest.json").read_text())
        assert {"curated", "embeddings", "clusterings", "cluster_labels", "videos"} <= manifest["source_versions"].keys()
        curated = tables.delta("curated", int(manifest["source_versions"]["curated"]), demo.warehouse)
        labels = [v for v in curated.to_table(columns=["label"]).column("label").to_pylist() if v]
        counted = {label: labels.count(label) for label in set(labels)}
        told = {}
        for split in manifest["counts"].values():
            for label, n in split.items():
                told[label] = told.get(label, 0) + n
        assert counted == told, folder.name


def test_comments_reach_other_engines(demo):
    from deltalake import DeltaTable

    table = DeltaTable(str(demo.warehouse / "curated"))
    assert table.metadata().description
    fields = json.loads(table.schema().to_json())["fields"]
    assert all(field["metadata"].get("comment") for field in fields)
    protocol = table.protocol()
    assert protocol.min_reader_version == 1
    print(f"curated: reader version {protocol.min_reader_version}, writer version {protocol.min_writer_version}")
