package dev.sluice.export;

import java.io.IOException;
import java.util.List;

/** A shard as one file of {@code tf.train.Example} records. */
final class TfRecordShard implements ShardWriter<ReleaseItem> {
  private final PlannedShard shard;
  private final HashedFile file;
  private final TfRecordWriter records;
  private long items;

  TfRecordShard(ShardTarget target, PlannedShard shard) throws IOException {
    this.shard = shard;
    this.file = target.create(shard.split() + "/tfrecord/part-" + shard.digits() + ".tfrecord");
    this.records = new TfRecordWriter(file);
  }

  @Override
  public void write(ReleaseItem item) throws IOException {
    records.write(ExampleEncoder.encode(item));
    items++;
  }

  @Override
  public List<ShardFile> finish() throws IOException {
    return List.of(file.finish(shard.split(), ExportFormat.TFRECORD, items));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
