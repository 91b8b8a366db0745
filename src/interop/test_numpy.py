"""NumPy opens the NPY shards without any of our code."""

import hashlib
import json
from collections import Counter

import pytest

numpy = pytest.importorskip("numpy", reason="NumPy is not installed")

from release_files import by_id, manifest, shards, splits  # noqa: E402


def test_shards_are_memory_mapped_arrays_of_the_promised_types(release):
    says = manifest(release)
    assert splits(release) == sorted(says["counts"])
    for split in splits(release):
        for part in shards(release, split):
            assert isinstance(part.embeddings, numpy.memmap)
            n = len(part.ids)
            assert part.embeddings.dtype == numpy.dtype("<f4") and part.embeddings.shape == (n, says["dim"])
            assert part.labels.dtype == numpy.dtype("<i8") and part.labels.shape == (n,)
            assert part.ids.dtype.kind == "U" and part.ids.shape == (n,)
            assert numpy.isfinite(part.embeddings).all()
            assert part.embeddings.flags.c_contiguous
            print(f"{split}: embeddings {part.embeddings.dtype}{list(part.embeddings.shape)}, labels {part.labels.dtype}[{n}]")


def test_counts_and_classes_are_those_of_the_manifest(release):
    says = manifest(release)
    classes = json.loads((release / "class_map.json").read_text())
    assert classes == says["class_map"]
    assert sorted(classes.values()) == list(range(len(classes)))
    names = {index: label for label, index in classes.items()}
    counted = {}
    for _, label, split in by_id(release).values():
        counted.setdefault(split, Counter())[names[label]] += 1
    assert counted == says["counts"]
    assert len(by_id(release)) == says["items"]


def test_checksums_are_those_of_the_bytes(release):
    files = manifest(release)["files"]
    assert files
    for file in files:
        data = (release / file["path"]).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (file["bytes"], file["sha256"]), file["path"]
    there = {str(p.relative_to(release)) for p in release.rglob("*") if p.is_file()}
    assert there == {f["path"] for f in files} | {"manifest.json"}


def test_vectors_lie_beside_the_right_labels(release):
    items = list(by_id(release).values())
    vectors = numpy.stack([v for v, _, _ in items])
    labels = numpy.array([label for _, label, _ in items])
    vectors = vectors - vectors.mean(axis=0)
    vectors /= numpy.linalg.norm(vectors, axis=1, keepdims=True)
    near = vectors @ vectors.T
    numpy.fill_diagonal(near, -2)
    same = float((labels[near.argmax(axis=1)] == labels).mean())
    print(f"{same:.0%} of {len(items)} items have the label of their nearest neighbour")
    assert same >= 0.9
