"""The FiftyOne files of a release hold what its other files hold, as FiftyOne's importer reads them."""

import json
import os

import pytest

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


def test_the_release_with_every_format_verifies(demo, everything):
    from conftest import sluice

    whole = sluice("verify", everything)
    assert whole.code == 0, str(whole)
    card = (everything / "README.md").read_text()
    for words in ("# everything", "## Known issues", "come from the emulator", "for tests only", "## Spend"):
        assert words in card
