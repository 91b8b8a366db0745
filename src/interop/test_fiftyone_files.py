"""The FiftyOne files of a release hold what its other files hold, as FiftyOne's importer reads them."""

import json
import os

import pytest

from conftest import sql
from release_files import by_id, manifest, splits

pytest.importorskip("numpy", reason="NumPy is not installed")


def test_labels_and_places_are_found_as_the_importer_looks_for_them(everything):
    says = manifest(everything)
    arrays = by_id(everything)
    classes = sorted(says["class_map"], key=says["class_map"].get)
    seen = set()
    for split in splits(everything):
        folder = everything / split / "fiftyone"
        for labels_path in sorted(folder.glob("labels-*.json")):
            written = json.loads(labels_path.read_text())
            places = json.loads((folder / labels_path.name.replace("labels-", "data-")).read_text())
            # The importer takes the extension off the keys of the places, not off those of the labels.
            found = {os.path.splitext(key)[0]: value for key, value in places.items()}
            assert written["classes"] == classes
            assert written["labels"].keys() == found.keys()
            for video, detections in written["labels"].items():
                assert os.path.isfile(found[video])
                for detection in detections:
                    item = detection["attributes"]["item_id"]
                    first, last = detection["support"]
                    assert 1 <= first <= last
                    assert arrays[item][1:] == (detection["label"], split)
                    seen.add(item)
    assert seen == set(arrays)


def test_every_item_lies_on_the_map_of_the_job(demo, everything):
    places = {
        (row["content_id"], float(row["start_sec"])): (float(row["x"]), float(row["y"]))
        for row in sql(demo.warehouse, "SELECT content_id, start_sec, x, y FROM projections")
    }
    seen = 0
    for file in everything.glob("*/fiftyone/samples-*.jsonl"):
        for video in map(json.loads, file.read_text().splitlines()):
            for item in video["detections"]:
                assert tuple(item["place"]) == pytest.approx(places[video["content_id"], item["timestamps"][0]])
                seen += 1
    assert seen == manifest(everything)["items"]


def test_the_release_with_every_format_verifies(demo, everything):
    from conftest import sluice

    whole = sluice("verify", everything)
    assert whole.code == 0, str(whole)
    card = (everything / "README.md").read_text()
    for words in ("# everything", "## Known issues", "come from the emulator", "for tests only", "## Spend"):
        assert words in card
