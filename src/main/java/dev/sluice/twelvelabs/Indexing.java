package dev.sluice.twelvelabs;

import dev.sluice.provider.ByteSource;
import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.CallOutcome.Refused;
import dev.sluice.provider.IndexingTask;
import dev.sluice.provider.IndexingTasks;
import dev.sluice.provider.MediaSource;
import dev.sluice.provider.ProviderRef;
import dev.sluice.provider.SendGate;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import okhttp3.MultipartBody;

/** {@code /tasks}. */
final class Indexing implements IndexingTasks {
  /** What one request may bring. */
  static final long MOST_BYTES = 2L << 30;

  private final Client client;
  private final IndexEndpoints endpoints;

  Indexing(Client client, IndexEndpoints endpoints) {
    this.client = client;
    this.endpoints = endpoints;
  }

  @Override
  public CallOutcome create(
      ProviderRef index, String fileName, long sizeBytes, ByteSource bytes, SendGate gate) {
    if (sizeBytes > MOST_BYTES) {
      return new Refused(
          "too_large_for_task",
          "%d bytes; one indexing task takes at most %d: upload it and index the asset instead"
              .formatted(sizeBytes, MOST_BYTES));
    }
    MultipartBody form =
        form(index)
            .addFormDataPart("video_file", fileName, SourceBody.file(fileName, sizeBytes, bytes))
            .build();
    return create(form, client.timeToSend(sizeBytes), gate);
  }

  @Override
  public CallOutcome create(ProviderRef index, MediaSource.Url source, SendGate gate) {
    return create(
        form(index).addFormDataPart("video_url", source.url()).build(), client.callTimeout(), gate);
  }

  @Override
  public CallOutcome look(ProviderRef task) {
    return client.look(Operation.INDEXING, task, sent -> endpoints.task(task.id(), sent));
  }

  @Override
  public IndexingTask read(byte[] answer) {
    return Json.read(answer, VideoRow.class)
        .map(VideoRow::task)
        .orElseThrow(() -> new IllegalArgumentException("not an indexing task"));
  }

  @Override
  public List<IndexingTask> all(ProviderRef index) {
    return list(index, null);
  }

  @Override
  public List<IndexingTask> find(ProviderRef index, String fileName) {
    return list(index, fileName).stream().filter(t -> t.fileName().equals(fileName)).toList();
  }

  private CallOutcome create(MultipartBody form, Duration timeout, SendGate gate) {
    return client.create(
        Operation.INDEXING,
        Optional.empty(),
        timeout,
        gate,
        sent -> endpoints.createTask(form, sent));
  }

  /** Without asking otherwise a copy to stream is made and kept. */
  private static MultipartBody.Builder form(ProviderRef index) {
    return new MultipartBody.Builder()
        .setType(MultipartBody.FORM)
        .addFormDataPart("index_id", index.id())
        .addFormDataPart("enable_video_stream", "false");
  }

  private List<IndexingTask> list(ProviderRef index, String fileName) {
    List<IndexingTask> all =
        new Pages<>(
                "indexing tasks",
                VideoRow.class,
                client.refusals(),
                client.heard(),
                page ->
                    client.read(
                        sent ->
                            endpoints.tasks(index.id(), fileName, page, Listing.PAGE_LIMIT, sent)))
            .all(VideoRow::id, VideoRow::task);
    all.sort(Comparator.comparing(IndexingTask::createdAt).reversed());
    return all;
  }
}
