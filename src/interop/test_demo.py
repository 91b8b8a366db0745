"""The demo as a person runs it: the launcher, its exit codes, the lines it prints, SQL in a shell."""

import csv
import re
import shutil
from collections import Counter

from conftest import ROOT, sluice, sql


def manifest():
    with open(ROOT / "jobs/demo/manifest.csv", newline="") as lines:
        return list(csv.DictReader(lines))


def test_first_run_says_what_became_of_every_file(demo):
    assert (
        "45 files: 38 accepted, 1 duplicate (same bytes as pedestrians_00), 6 quarantined, each with its reason"
        in demo.first.line("ingest")
    )
    for reason in ("empty_file", "not_a_video", "too_short", "resolution_too_low", "aspect_ratio", "truncated"):
        assert demo.first.lines(rf": {reason}: "), reason
    assert "from 2..12" in demo.first.line("cluster")
    assert "38 videos embedded: 38 paid now" in demo.first.line("embed")
    following = demo.first.out.split("\nNext:\n")[1]
    for command in ("open ", "# pays nothing", "curate.reviews=jobs/demo/reviews.csv", "ingest.manifest="):
        assert command in following, following


def test_second_run_pays_nothing_and_opens_nothing(demo):
    assert "0 paid calls in this run" in demo.again.line("spent")
    assert "0 paid now, 38 paid before" in demo.again.line("embed")
    assert demo.again.lines(r"^\s+0 video files opened"), demo.again.out


def test_reviews_name_the_rest_without_paying_another_emulator(demo):
    assert "0 paid calls in this run" in demo.reviewed.line("spent")
    assert demo.elsewhere == {}
    assert "38 items" in demo.reviewed.line("export")
    rows = sql(
        demo.warehouse,
        "SELECT cluster_id, label, label_source, count(*) AS items FROM curated GROUP BY ALL ORDER BY cluster_id",
    )
    assert sum(int(r["items"]) for r in rows) == 38
    assert not [r for r in rows if r["label"] in ("null", "")], rows
    assert {r["label_source"] for r in rows} == {"model", "review"}
    assert len(demo.releases) == 2, "a second release beside the first"


def test_labels_agree_with_the_truth_that_was_never_sent(demo):
    truth = {row["video_id"]: row["label"] for row in manifest()}
    rows = sql(demo.warehouse, "SELECT video_id, label, ground_truth FROM curated")
    assert {r["video_id"]: r["ground_truth"] for r in rows}.items() <= truth.items()
    per_label = {}
    for r in rows:
        per_label.setdefault(r["label"], Counter())[r["ground_truth"]] += 1
    right = sum(c.most_common(1)[0][1] for c in per_label.values())
    print(f"{right} of {len(rows)} items carry the truth of most of their label: {per_label}")
    assert right >= 0.95 * len(rows)


def test_sql_reads_what_the_run_left(demo):
    videos = sql(demo.warehouse, "SELECT status, count(*) AS n FROM videos GROUP BY status")
    assert {r["status"]: int(r["n"]) for r in videos} == {"accepted": 38, "duplicate": 1, "rejected": 6}

    calls = sql(
        demo.warehouse,
        "SELECT operation, provider, outcome, count(*) AS n, count(DISTINCT work_key) AS works"
        " FROM calls GROUP BY ALL ORDER BY operation",
    )
    assert {r["provider"] for r in calls} == {"emulator"}
    assert {r["outcome"] for r in calls} == {"done"}
    assert all(r["n"] == r["works"] for r in calls), "no work was paid twice"
    assert {r["operation"]: int(r["n"]) for r in calls}["embed"] == 38

    names = sql(demo.warehouse, "SELECT cluster_id, label, abstained, votes, asked, size FROM cluster_labels")
    assert sum(int(r["size"]) for r in names) == 38
    named = {r["label"] for r in names if r["abstained"] == "false"}
    assert named == {"people in a street", "person close up", "object in a hand"}

    why = sql(demo.warehouse, "SELECT * FROM label_provenance WHERE item_id = 'pedestrians_00'")
    assert {r["label"] for r in why} == {"people in a street"}
    assert all(len(r["work_key"]) == 64 for r in why)


def test_sql_only_reads(demo):
    ran = sluice("sql", "DELETE FROM videos", "--warehouse", demo.warehouse)
    assert ran.code == 64
    assert "only reads" in ran.err


def test_verify_passes_and_sees_one_flipped_byte(demo, release, tmp_path):
    for folder in demo.releases:
        whole = sluice("verify", folder)
        assert whole.code == 0, str(whole)
        assert re.search(r"\d+ items in \d+ files, \d+ bytes, all as the manifest says", whole.out)

    copy = tmp_path / release.name
    for shard in ("train/npy/embeddings-00000.npy", "train/tfrecord/part-00000.tfrecord", "class_map.json"):
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(release, copy)
        with open(copy / shard, "r+b") as file:
            file.seek((copy / shard).stat().st_size // 2)
            byte = file.read(1)[0]
            file.seek(-1, 1)
            file.write(bytes([byte ^ 1]))
        broken = sluice("verify", copy)
        assert broken.code == 65, str(broken)
        assert shard in broken.out, str(broken)
