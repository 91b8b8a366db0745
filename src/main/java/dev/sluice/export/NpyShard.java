package dev.sluice.export;

import java.io.IOException;
import java.util.List;

/** A shard as three arrays in the same order: embeddings, labels, ids. */
final class NpyShard implements ShardWriter<ReleaseItem> {
  private final PlannedShard shard;
  private final HashedFile embeddingsFile;
  private final HashedFile labelsFile;
  private final HashedFile idsFile;
  private final NpyWriter embeddings;
  private final NpyWriter labels;
  private final NpyWriter ids;

  NpyShard(ShardTarget target, PlannedShard shard) throws IOException {
    this.shard = shard;
    String folder = shard.split() + "/npy/";
    String end = "-" + shard.digits() + ".npy";
    embeddingsFile = target.create(folder + "embeddings" + end);
    labelsFile = target.create(folder + "labels" + end);
    idsFile = target.create(folder + "ids" + end);
    embeddings = NpyWriter.floats(embeddingsFile, shard.items(), shard.dim());
    labels = NpyWriter.longs(labelsFile, shard.items());
    ids = NpyWriter.texts(idsFile, shard.items(), shard.idWidth());
  }

  @Override
  public void write(ReleaseItem item) throws IOException {
    embeddings.row(item.vector());
    labels.row(item.classIndex());
    ids.row(item.itemId());
  }

  @Override
  public List<ShardFile> finish() throws IOException {
    embeddings.finish();
    labels.finish();
    ids.finish();
    return List.of(
        embeddingsFile.finish(shard.split(), ExportFormat.NPY, shard.items()),
        labelsFile.finish(shard.split(), ExportFormat.NPY, shard.items()),
        idsFile.finish(shard.split(), ExportFormat.NPY, shard.items()));
  }

  @Override
  public void close() throws IOException {
    embeddingsFile.close();
    labelsFile.close();
    idsFile.close();
  }
}
