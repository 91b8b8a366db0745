"""A linear probe on a release: can a linear model learn its labels from its vectors?"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression


@dataclass(frozen=True)
class Probe:
    """What a probe found.

    recordings: how many the test items were cut from; with few of them the accuracy is an anecdote.
    accuracy and majority are None where train and test share recordings: the model may then know a test item from its
    neighbour in the same recording, and the number would say nothing.
    """

    train: int
    test: int
    recordings: int
    shared: tuple
    accuracy: float | None
    majority: float | None

    def __str__(self):
        if self.shared:
            return (
                f"train and test share {len(self.shared)} recordings, for example {self.shared[0]}: "
                "no accuracy is claimed"
            )
        if self.accuracy is None:
            return f"{self.train} train and {self.test} test items: too few to train and test a probe"
        return (
            f"{self.train} train and {self.test} test items share no recording: {self.accuracy:.0%} of the test items, "
            f"cut from {self.recordings} recording(s), get the label they have in the release "
            f"(the largest class of train for all: {self.majority:.0%})"
        )


def arrays(release, split):
    """Vectors, label indexes and item ids of a split, from its NPY shards."""
    release = Path(release)
    manifest = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
    files = [f["path"] for f in manifest["files"] if f["format"] == "npy" and f["split"] == split]
    parts = [
        [np.load(release / path, mmap_mode="r") for path in sorted(files) if f"/{kind}-" in path]
        for kind in ("embeddings", "labels", "ids")
    ]
    if not parts[0]:
        return np.empty((0, manifest["dim"]), np.float32), np.empty(0, np.int64), np.empty(0, str)
    return tuple(np.concatenate(part) for part in parts)


def probe(train, test, recording):
    """Trains on one set of (vectors, labels, ids) and tests on another.

    recording: the recording of each item id, as column source_id of the table curated has it.
    """
    (x, y, ids), (test_x, test_y, test_ids) = train, test
    tested = {recording[i] for i in test_ids}
    shared = {recording[i] for i in ids} & tested
    if shared or len(set(y)) < 2 or not len(test_y):
        return Probe(len(y), len(test_y), len(tested), tuple(sorted(shared)), None, None)
    mean = x.mean(axis=0)
    model = LogisticRegression(max_iter=1000).fit(x - mean, y)
    values, counts = np.unique(y, return_counts=True)
    return Probe(
        len(y),
        len(test_y),
        len(tested),
        (),
        float((model.predict(test_x - mean) == test_y).mean()),
        float((test_y == values[counts.argmax()]).mean()),
    )
