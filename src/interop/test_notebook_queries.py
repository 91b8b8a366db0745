"""The notebooks' questions, asked about tables in which a clustering was labelled twice."""

import json
import os

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


def queries(name, holding="FROM cluster_labels"):
    cells = json.loads((ROOT / "notebooks" / f"{name}.ipynb").read_text())["cells"]
    return ["".join(cell["source"]).split('"""')[1] for cell in cells if holding in "".join(cell["source"])]


def test_votes_are_those_of_the_question_asked_last(tables):
    (query,) = queries("explore")
    assert [row[3] for row in tables.sql(query).fetchall()] == ["kitten"]


def test_the_audit_lists_the_clusters_that_count(tables):
    (query,) = queries("audit-labels")
    assert [row[1] for row in tables.sql(query).fetchall()] == ["kitten"]


def test_the_audit_finds_the_vector_of_a_part_of_a_file():
    db = duckdb.connect()
    db.sql("""
    CREATE TABLE curated AS SELECT 'a' AS item_id, 'x' AS label, 'model' AS label_source, 0.5 AS confidence,
           'ready' AS verdict, NULL AS ground_truth, 0 AS cluster_id, 'k' AS clustering_id, 'c' AS content_id, 'l' AS lens,
           10.0::DOUBLE AS start_sec, 125.458667::DOUBLE AS end_sec
    """)
    db.sql("CREATE TABLE clusterings AS SELECT 'k' AS clustering_id, 'video' AS unit")
    db.sql("""
    CREATE TABLE embeddings AS SELECT 'c' AS content_id, 'l' AS lens, 'video' AS scope, * FROM
           (VALUES (10.3::DOUBLE, 125.2::DOUBLE, 'u', [1]), (10.0, 125.45867, 'w', [2]), (10.0, 120.0, 'a', [3]))
           AS e(start_sec, end_sec, work_key, vector)
    """)
    (query,) = queries("audit-labels", "JOIN embeddings")
    assert [row[-1] for row in db.sql(query).fetchall()] == [[2]]


def test_a_withdrawn_release_is_not_opened(tmp_path, monkeypatch):
    pytest.importorskip("deltalake", reason="deltalake is not installed")
    monkeypatch.syspath_prepend(ROOT / "notebooks")
    import tables

    monkeypatch.delenv("SLUICE_RELEASE", raising=False)
    for at, name in enumerate(("demo-001", "demo-002")):
        manifest = tmp_path / "_releases" / name / "manifest.json"
        manifest.parent.mkdir(parents=True)
        manifest.write_text("{}")
        os.utime(manifest, (at, at))
    assert tables.last_release(tmp_path).name == "demo-002"
    (tmp_path / "_releases/demo-002/WITHDRAWN").write_text("Withdrawn on a day")
    assert tables.last_release(tmp_path).name == "demo-001"
    monkeypatch.setenv("SLUICE_RELEASE", str(tmp_path / "_releases/demo-002"))
    with pytest.raises(ValueError, match="Withdrawn on a day"):
        tables.release_folder()
    (tmp_path / "_releases/demo-001/WITHDRAWN").write_text("Withdrawn on a day")
    with pytest.raises(FileNotFoundError, match="no release that is not withdrawn"):
        tables.last_release(tmp_path)
