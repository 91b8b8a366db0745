"""The notebooks' questions, asked about tables in which a clustering was labelled twice."""

import json

import pytest

from conftest import ROOT

duckdb = pytest.importorskip("duckdb", reason="duckdb is not installed")

LABEL = """
INSERT INTO cluster_labels VALUES (?, 0, ?, 1, 1, 1.0, 5, ?, 'p', 'm', ?,
    [{'label': ?, 'status': 'labelled', 'evidence': 'saw ' || ?}])
"""


@pytest.fixture
def tables():
    db = duckdb.connect()
    db.sql("""
    CREATE TABLE curated AS SELECT 'a' AS item_id, 'kitten' AS label, 'model' AS label_source, 'k' AS clustering_id,
           0 AS cluster_id
    """)
    db.sql("""
    CREATE TABLE cluster_labels (clustering_id VARCHAR, cluster_id INTEGER, label VARCHAR, votes INTEGER, asked INTEGER,
           agreement DOUBLE, size INTEGER, taxonomy_version VARCHAR, prompt_hash VARCHAR, model VARCHAR,
           decided_at TIMESTAMP, evidence STRUCT(label VARCHAR, status VARCHAR, evidence VARCHAR)[])
    """)
    for clustering, label, taxonomy, at in [
        ("k", "cat", "t@1", "2026-01-01"),
        ("k", "kitten", "t@2", "2026-01-02"),
        ("earlier", "dog", "t@1", "2026-01-03"),
    ]:
        db.execute(LABEL, [clustering, label, taxonomy, at, label, label])
    return db


def queries(name):
    cells = json.loads((ROOT / "notebooks" / f"{name}.ipynb").read_text())["cells"]
    return ["".join(cell["source"]).split('"""')[1] for cell in cells if "FROM cluster_labels" in "".join(cell["source"])]


def test_votes_are_those_of_the_question_asked_last(tables):
    (query,) = queries("explore")
    assert [row[3] for row in tables.sql(query).fetchall()] == ["kitten"]


def test_the_audit_lists_the_clusters_that_count(tables):
    (query,) = queries("audit-labels")
    assert [row[1] for row in tables.sql(query).fetchall()] == ["kitten"]
