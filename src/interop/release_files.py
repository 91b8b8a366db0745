"""The NPY shards of a release, read with NumPy alone."""

import json
from dataclasses import dataclass

import numpy


@dataclass(frozen=True)
class Arrays:
    embeddings: numpy.ndarray
    labels: numpy.ndarray
    ids: numpy.ndarray


def manifest(folder):
    return json.loads((folder / "manifest.json").read_text())


def splits(folder):
    return sorted(p.name for p in folder.iterdir() if p.is_dir())


def shards(folder, split):
    """Memory-mapped: nothing is read until it is used, and nothing needs pickle."""
    npy = folder / split / "npy"
    for first in sorted(npy.glob("embeddings-*.npy")):
        number = first.name.removeprefix("embeddings-")
        yield Arrays(
            *(numpy.load(npy / f"{kind}-{number}", mmap_mode="r", allow_pickle=False)
              for kind in ("embeddings", "labels", "ids"))
        )


def by_id(folder):
    return {
        str(item): (part.embeddings[row], int(part.labels[row]), split)
        for split in splits(folder)
        for part in shards(folder, split)
        for row, item in enumerate(part.ids)
    }
