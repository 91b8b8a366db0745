package dev.sluice.export;

import java.io.IOException;
import java.util.List;

/** A shard as one file of {@code tf.train.SequenceExample} records, one per video. */
final class SequenceShard implements ShardWriter<ReleaseVideo> {
  private final PlannedShard shard;
  private final HashedFile file;
  private final TfRecordWriter records;
  private long videos;

  SequenceShard(ShardTarget target, PlannedShard shard) throws IOException {
    this.shard = shard;
    String folder = shard.split() + "/" + ExportFormat.TFRECORD_SEQUENCE.key();
    this.file = target.create(folder + "/part-" + shard.digits() + ".tfrecord");
    this.records = new TfRecordWriter(file);
  }

  @Override
  public void write(ReleaseVideo video) throws IOException {
    records.write(SequenceEncoder.encode(video));
    videos++;
  }

  @Override
  public List<ShardFile> finish() throws IOException {
    return List.of(file.finish(shard.split(), ExportFormat.TFRECORD_SEQUENCE, videos));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
