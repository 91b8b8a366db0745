"""Writes shards of random vectors with NumPy and TensorFlow: FOLDER N D ITEMS_PER_SHARD. MB per second, one thread."""
import sys
import time
from pathlib import Path

import numpy
import tensorflow as tf

folder = Path(sys.argv[1])
n, d, per_shard = map(int, sys.argv[2:5])
kept = min(2000, n)
vectors = numpy.random.default_rng(1).standard_normal((kept, d), dtype=numpy.float32)
print(f"# NumPy {numpy.__version__}, TensorFlow {tf.__version__}")


def example(i):
    def text(value):
        return tf.train.Feature(bytes_list=tf.train.BytesList(value=[value.encode()]))

    def floats(value):
        return tf.train.Feature(float_list=tf.train.FloatList(value=value))

    return tf.train.Example(features=tf.train.Features(feature={
        "id": text(f"v{i:07d}"), "content_id": text(f"f1:v{i:07d}"), "split": text("train"),
        "label_str": text(f"class {i % 8}"), "label": tf.train.Feature(int64_list=tf.train.Int64List(value=[i % 8])),
        "embedding": floats(vectors[i]), "start_sec": floats([0.0]), "end_sec": floats([4.0]),
    })).SerializeToString()


def shards():
    for shard, first in enumerate(range(0, n, per_shard)):
        yield shard, min(per_shard, n - first)


def measured(name, write):
    start = time.perf_counter()
    total = sum(write(shard, size) for shard, size in shards())
    print(f"{name}={total / 1e6 / (time.perf_counter() - start)}", flush=True)
    for file in folder.iterdir():
        file.unlink()


def npy():
    # Made before the clock runs.
    arrays = {size: numpy.resize(vectors, (size, d)) for _, size in shards()}

    def write(shard, size):
        file = folder / f"{shard}.npy"
        numpy.save(file, arrays[size])
        return file.stat().st_size

    return write


def records(make):
    def write(shard, size):
        file = folder / f"{shard}.tfrecord"
        with tf.io.TFRecordWriter(str(file)) as out:
            for i in range(size):
                out.write(make(i % kept))
        return file.stat().st_size

    return write


measured("npy", npy())
ready = [example(i) for i in range(kept)]
measured("tfrecord", records(ready.__getitem__))
n = min(n, 100_000)  # slow, and the rate does not change
measured("tfrecord_with_examples", records(example))
