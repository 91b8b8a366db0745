"""TensorFlow reads the TFRecord shards; its reader checks the CRC of every length and every record."""

import os

import pytest

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
numpy = pytest.importorskip("numpy", reason="NumPy is not installed")
tf = pytest.importorskip("tensorflow", reason="TensorFlow is not installed")

from release_files import by_id, manifest, splits  # noqa: E402


def examples(release, split):
    features = {
        "id": tf.io.FixedLenFeature([], tf.string),
        "content_id": tf.io.FixedLenFeature([], tf.string),
        "split": tf.io.FixedLenFeature([], tf.string),
        "label_str": tf.io.FixedLenFeature([], tf.string),
        "label": tf.io.FixedLenFeature([], tf.int64),
        "embedding": tf.io.FixedLenFeature([manifest(release)["dim"]], tf.float32),
        "start_sec": tf.io.FixedLenFeature([], tf.float32),
        "end_sec": tf.io.FixedLenFeature([], tf.float32),
    }
    files = sorted(str(f) for f in (release / split / "tfrecord").glob("*.tfrecord"))
    return tf.data.TFRecordDataset(files).map(lambda record: tf.io.parse_single_example(record, features))


def test_records_hold_what_the_arrays_hold(release):
    says = manifest(release)
    arrays = by_id(release)
    seen = set()
    for split in splits(release):
        for example in examples(release, split).as_numpy_iterator():
            item = example["id"].decode()
            vector, label, array_split = arrays[item]
            assert example["embedding"].dtype == numpy.float32
            assert numpy.array_equal(example["embedding"], vector), item
            assert example["label"] == label and says["class_map"][example["label_str"].decode()] == label
            assert example["split"].decode() == split == array_split
            assert 0 <= example["start_sec"] < example["end_sec"]
            seen.add(item)
    assert seen == set(arrays)
    print(f"TensorFlow {tf.__version__}: {len(seen)} records equal the NPY rows bit for bit")


def test_a_batched_pipeline_trains_on_them(release):
    split = "train"
    dim, classes = manifest(release)["dim"], len(manifest(release)["class_map"])
    batches = examples(release, split).map(lambda e: (e["embedding"], e["label"])).cache().batch(16)
    weights = tf.Variable(tf.zeros([dim, classes]))
    losses = []
    for _ in range(40):
        for x, y in batches:
            with tf.GradientTape() as tape:
                loss = tf.reduce_mean(
                    tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=x @ weights)
                )
            weights.assign_sub(5.0 * tape.gradient(loss, weights))
        losses.append(float(loss))
    right = [float(tf.reduce_mean(tf.cast(tf.argmax(x @ weights, 1) == y, tf.float32))) for x, y in batches]
    print(f"a linear layer: loss {losses[0]:.2f} to {losses[-1]:.2f}, {numpy.mean(right):.0%} right on train")
    assert losses[-1] < losses[0] / 2 and numpy.mean(right) >= 0.9


def test_its_checksums_find_a_flipped_byte(release, tmp_path):
    whole = (release / "train/tfrecord/part-00000.tfrecord").read_bytes()
    for at in (9, len(whole) // 2):
        broken = bytearray(whole)
        broken[at] ^= 1
        file = tmp_path / f"flipped-{at}.tfrecord"
        file.write_bytes(broken)
        with pytest.raises(tf.errors.DataLossError, match="corrupted record"):
            for _ in tf.data.TFRecordDataset(str(file)):
                pass


def test_sequences_hold_every_segment_of_a_video(everything):
    says = manifest(everything)
    arrays = by_id(everything)
    context = {
        "id": tf.io.FixedLenFeature([], tf.string),
        "content_id": tf.io.FixedLenFeature([], tf.string),
        "source_id": tf.io.FixedLenFeature([], tf.string),
        "split": tf.io.FixedLenFeature([], tf.string),
        "labels": tf.io.VarLenFeature(tf.int64),
    }
    lists = {
        "embedding": tf.io.FixedLenSequenceFeature([says["dim"]], tf.float32),
        "start_sec": tf.io.FixedLenSequenceFeature([], tf.float32),
        "end_sec": tf.io.FixedLenSequenceFeature([], tf.float32),
        "label": tf.io.FixedLenSequenceFeature([], tf.int64),
        "label_str": tf.io.FixedLenSequenceFeature([], tf.string),
        "item_id": tf.io.FixedLenSequenceFeature([], tf.string),
    }
    items, segments = set(), 0
    for split in splits(everything):
        files = sorted(str(f) for f in (everything / split / "tfrecord-sequence").glob("*.tfrecord"))
        for record in tf.data.TFRecordDataset(files):
            video, parts = tf.io.parse_single_sequence_example(record, context, lists)
            assert video["split"].numpy().decode() == split
            starts = parts["start_sec"].numpy()
            assert len(starts) and (numpy.diff(starts) > 0).all()
            assert (parts["end_sec"].numpy() > starts).all()
            assert set(video["labels"].values.numpy()) == set(parts["label"].numpy())
            for item, label in zip(parts["item_id"].numpy(), parts["label"].numpy()):
                assert arrays[item.decode()][1] == label
                items.add(item.decode())
            segments += len(starts)
    assert items == set(arrays)
    print(f"{segments} segments of {len(items)} items in SequenceExamples")
