"""A linear probe on the demo's release, and what it refuses to claim."""

import sys

import pytest

from conftest import ROOT

numpy = pytest.importorskip("numpy", reason="NumPy is not installed")
pytest.importorskip("sklearn", reason="scikit-learn is not installed")
pytest.importorskip("deltalake", reason="deltalake is not installed")
pytest.importorskip("pyarrow", reason="pyarrow is not installed")
sys.path.insert(0, str(ROOT / "notebooks"))


@pytest.fixture(scope="module")
def recording(demo):
    from tables import delta

    pairs = delta("curated", warehouse=demo.warehouse).to_table(columns=["item_id", "source_id"]).to_pydict()
    return dict(zip(pairs["item_id"], pairs["source_id"]))


def test_the_demos_splits_share_no_recording_so_the_probe_speaks(release, recording):
    from probe import arrays, probe

    found = probe(arrays(release, "train"), arrays(release, "test"), recording)
    print(found)
    assert found.shared == () and 0 <= found.accuracy <= 1
    assert "share no recording" in str(found)


def test_where_recordings_are_shared_no_accuracy_is_claimed(release, recording):
    from probe import arrays, probe

    vectors, labels, ids = arrays(release, "train")
    every_other = numpy.arange(len(ids)) % 2 == 0
    found = probe(
        (vectors[every_other], labels[every_other], ids[every_other]),
        (vectors[~every_other], labels[~every_other], ids[~every_other]),
        recording,
    )
    print(found)
    assert found.shared and found.accuracy is None
    assert str(found).endswith("no accuracy is claimed") and "%" not in str(found)
