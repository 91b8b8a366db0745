"""Opens this release in FiftyOne.

    python open_in_fiftyone.py                    # makes the dataset and starts the App
    python open_in_fiftyone.py --no-app           # makes the dataset only
    python open_in_fiftyone.py --media /my/videos # the videos are in that folder, under their own file names

Needs FiftyOne (pip install fiftyone), which finds the videos where they were when the release was made. Each item is
a temporal detection with its label, confidence, verdict and cluster. Where the release holds NPY files too, samples
carry their vectors. The Embeddings panel gets a map (brain key "sluice"): that of the release, where its job had the
step project; else the first two principal components of the vectors, so that nothing is drawn at random.
"""

import argparse
import json
from pathlib import Path

import numpy as np


def samples(release):
    """Every video of the release, one dict each, in the order of its files."""
    manifest = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
    for file in manifest["files"]:
        if file["format"] == "fiftyone" and file["path"].endswith(".jsonl"):
            with open(release / file["path"], encoding="utf-8") as lines:
                yield from map(json.loads, lines)


def vectors(release):
    """The vector of each item id; empty where the release holds no NPY files."""
    found = {}
    for ids in sorted(release.glob("*/npy/ids-*.npy")):
        values = np.load(ids.with_name(ids.name.replace("ids-", "embeddings-")), mmap_mode="r")
        for row, item in enumerate(np.load(ids)):
            found[str(item)] = values[row]
    return found


def principal_plane(rows):
    """Coordinates of each row on the two strongest principal axes, signs fixed."""
    centred = rows - rows.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    axes = axes[:, ::-1][:, :2]
    axes = axes * np.where(axes[np.abs(axes).argmax(axis=0), range(axes.shape[1])] < 0, -1, 1)
    return centred @ axes


def metadata(fo, known):
    """What was measured of the file, so that FiftyOne need not open it."""
    duration, fps = known.get("duration_sec"), known.get("fps")
    if not duration or not fps:
        return None
    return fo.VideoMetadata(
        size_bytes=known.get("size_bytes"),
        duration=duration,
        frame_rate=fps,
        total_frame_count=round(duration * fps),
        frame_width=known.get("width"),
        frame_height=known.get("height"),
    )


def detection(fo, item, sample):
    known = {key: item[key] for key in ("item_id", "label_source", "verdict", "cluster_id")}
    if "support" in item:
        return fo.TemporalDetection(
            label=item["label"], support=item["support"], confidence=item["confidence"], **known
        )
    if sample.metadata is None:
        sample.compute_metadata()
    return fo.TemporalDetection.from_timestamps(
        item["timestamps"], sample=sample, label=item["label"], confidence=item["confidence"], **known
    )


def load(release, name=None, media=None):
    """Makes a persistent FiftyOne dataset of a release; refuses a name that is taken."""
    import fiftyone as fo
    import fiftyone.brain as fob

    release = Path(release)
    dataset = fo.Dataset(name or release.resolve().name, persistent=True)
    known = vectors(release)
    made, rows, places = [], [], []
    for video in samples(release):
        path = str(Path(media) / Path(video["filepath"]).name) if media else video["filepath"]
        sample = fo.Sample(filepath=path, tags=[video["split"]], metadata=metadata(fo, video["metadata"]))
        for key in ("video_id", "source_id", "content_id"):
            sample[key] = video[key]
        items = video["detections"]
        sample["items"] = fo.TemporalDetections(detections=[detection(fo, item, sample) for item in items])
        if len({item["label"] for item in items}) == 1:
            surest = max(items, key=lambda item: item["confidence"])
            sample["label"] = fo.Classification(label=surest["label"], confidence=surest["confidence"])
        if known:
            row = np.mean([known[item["item_id"]] for item in items], axis=0)
            sample["embedding"] = row.tolist()
            rows.append(row)
        if all("place" in item for item in items):
            places.append(np.mean([item["place"] for item in items], axis=0))
        made.append(sample)
    dataset.add_samples(made)
    points = None
    if made and len(places) == len(made):
        points = np.stack(places)
    elif len(rows) > 2:
        points = principal_plane(np.stack(rows).astype("float64"))
    if points is not None:
        fob.compute_visualization(
            dataset, points=dict(zip((sample.id for sample in made), points)), brain_key="sluice"
        )
    return dataset


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--name", help="name of the dataset; default the release's")
    parser.add_argument("--media", help="folder that holds the videos")
    parser.add_argument("--no-app", action="store_true", help="do not start the App")
    words = parser.parse_args()
    opened = load(Path(__file__).parent, words.name, words.media)
    print(opened)
    if not words.no_app:
        import fiftyone

        fiftyone.launch_app(opened).wait()
