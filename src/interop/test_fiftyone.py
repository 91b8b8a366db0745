"""FiftyOne opens a release: in one call by its own format, and by the loader that lies in the release."""

import importlib.util
import json

import pytest

FRAMES = 3  # FiftyOne's clocks and ours may round a frame differently


@pytest.fixture(scope="module")
def fiftyone():
    if importlib.util.find_spec("fiftyone") is None:
        pytest.skip(
            "FiftyOne is not in requirements.txt: installing it fetches MongoDB from another host; "
            "'target/interop/venv/bin/pip install fiftyone' adds it"
        )
    try:
        import fiftyone

        fiftyone.list_datasets()
    except Exception as e:  # its database is a program of its own
        pytest.skip(f"FiftyOne is installed, its database does not start: {str(e)[:200]}")
    return fiftyone


def test_its_own_format_opens_in_one_call(fiftyone, everything):
    manifest = json.loads((everything / "manifest.json").read_text())
    seen = 0
    for split in manifest["counts"]:
        folder = everything / split / "fiftyone"
        dataset = fiftyone.Dataset.from_dir(
            dataset_type=fiftyone.types.FiftyOneTemporalDetectionDataset,
            data_path=str(folder / "data-00000.json"),
            labels_path=str(folder / "labels-00000.json"),
        )
        counts = dataset.count_values("ground_truth.detections.label")
        assert counts == manifest["counts"][split]
        seen += len(dataset)
        dataset.delete()
    print(f"FiftyOne {fiftyone.__version__}: {seen} videos by FiftyOneTemporalDetectionDataset")


def test_the_loader_puts_labels_scores_and_a_map_into_it(fiftyone, everything):
    loader = importlib.util.spec_from_file_location("open_in_fiftyone", everything / "open_in_fiftyone.py")
    module = importlib.util.module_from_spec(loader)
    loader.loader.exec_module(module)
    if "interop" in fiftyone.list_datasets():
        fiftyone.delete_dataset("interop")
    dataset = module.load(everything, "interop")
    manifest = json.loads((everything / "manifest.json").read_text())
    assert len(dataset) == manifest["items"]
    sample = dataset.first()
    detection = sample["items"].detections[0]
    assert detection.label in manifest["class_map"] and 0 <= detection.confidence <= 1
    assert detection.support[0] == 1
    assert abs(detection.support[1] - sample.metadata.total_frame_count) <= FRAMES
    assert len(sample["embedding"]) == manifest["dim"]
    assert dataset.load_brain_results("sluice").points.shape == (len(dataset), 2)
    print(dataset)
    dataset.delete()
