package dev.sluice.export;

import java.io.IOException;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * A shard as one TFRecord file.
 *
 * @param <T> what a record is made of
 */
final class RecordShard<T> implements ShardWriter<T> {
  private final PlannedShard shard;
  private final ExportFormat format;
  private final BiConsumer<T, ProtoWriter> encoder;
  private final ProtoWriter message = new ProtoWriter();
  private final HashedFile file;
  private final TfRecordWriter records;
  private long written;

  RecordShard(
      ShardTarget target,
      PlannedShard shard,
      ExportFormat format,
      BiConsumer<T, ProtoWriter> encoder)
      throws IOException {
    this.shard = shard;
    this.format = format;
    this.encoder = encoder;
    this.file =
        target.create(
            "%s/%s/part-%s.tfrecord".formatted(shard.split(), format.key(), shard.digits()));
    this.records = new TfRecordWriter(file);
  }

  @Override
  public void write(T record) throws IOException {
    message.clear();
    encoder.accept(record, message);
    records.write(message.written());
    written++;
  }

  @Override
  public List<ShardFile> finish() throws IOException {
    return List.of(file.finish(shard.split(), format, written));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
