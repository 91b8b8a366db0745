package dev.sluice.twelvelabs;

import dev.sluice.provider.ByteSource;
import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.CallOutcome.Later;
import dev.sluice.provider.CallOutcome.Pending;
import dev.sluice.provider.CallOutcome.SourceGone;
import dev.sluice.provider.SendGate;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import okhttp3.HttpUrl;

/** {@code /assets/multipart-uploads}: files that are too large for one request. Thread-safe. */
final class LargeFiles {
  private static final int MOST_PAGES = 10_000;

  private final Client client;
  private final UploadEndpoints endpoints;
  private final PartEndpoint parts;
  private final HttpUrl base;

  LargeFiles(Client client, UploadEndpoints endpoints, PartEndpoint parts, HttpUrl base) {
    this.client = client;
    this.endpoints = endpoints;
    this.parts = parts;
    this.base = base;
  }

  /** Opens a session; nothing of the file is sent yet. */
  CallOutcome begin(String fileName, long sizeBytes) {
    return client.create(
        Operation.UPLOAD,
        Optional.empty(),
        client.callTimeout(),
        SendGate.OPEN,
        sent -> endpoints.begin(new UploadEndpoints.Begin(fileName, "video", sizeBytes), sent));
  }

  /**
   * Moves a session on, or only looks at it when there are no bytes; looks at the asset once it is
   * complete.
   */
  CallOutcome advance(UploadRef upload, Optional<ByteSource> bytes) {
    Set<Integer> finished = new HashSet<>();
    for (int page = 1; page <= MOST_PAGES; page++) {
      Exchange exchange = read(upload, page);
      Optional<UploadEndpoints.Status> read = status(exchange);
      if (read.isEmpty()) {
        return unread(upload, exchange);
      }
      UploadEndpoints.Status status = read.get();
      switch (status.status()) {
        case "active" -> {}
        case "completed" -> {
          return asset(upload);
        }
        default -> {
          return new SourceGone(
              "the upload was not completed in time: its session is " + status.status());
        }
      }
      if (bytes.isEmpty()) {
        return new Pending(upload.ref());
      }
      status.uploadedChunks().stream()
          .filter(chunk -> "completed".equals(chunk.status()))
          .forEach(chunk -> finished.add(chunk.index()));
      if (isLast(status, page)) {
        return send(upload, status.totalSize(), finished, bytes.get());
      }
    }
    return new SourceGone("the upload has more than %d pages of parts".formatted(MOST_PAGES));
  }

  private CallOutcome send(
      UploadRef upload, long totalBytes, Set<Integer> finished, ByteSource bytes) {
    PartSender sender = new PartSender(client, parts, base, upload.headers());
    return new PartUpload(client, endpoints, sender, upload, totalBytes, finished, bytes).run();
  }

  private Exchange read(UploadRef upload, int page) {
    return client.read(sent -> endpoints.status(upload.uploadId(), page, Listing.PAGE_LIMIT, sent));
  }

  private static Optional<UploadEndpoints.Status> status(Exchange exchange) {
    return exchange instanceof Exchange.Answered answered && answered.reply().isSuccess()
        ? Json.read(answered.reply().body(), UploadEndpoints.Status.class)
            .filter(s -> s.status() != null && s.uploadedChunks() != null && s.totalSize() > 0)
        : Optional.empty();
  }

  /** A completed session may be forgotten; its asset says what became of it. */
  private CallOutcome unread(UploadRef upload, Exchange exchange) {
    CallOutcome seen = client.seen(Operation.UPLOAD, upload.ref(), exchange);
    if (seen instanceof SourceGone) {
      return asset(upload);
    }
    // Pending means that more of the file has arrived.
    return seen instanceof Pending
        ? new Later(PartUpload.PAUSE, "the provider does not say what it has of the file")
        : seen;
  }

  private CallOutcome asset(UploadRef upload) {
    return client.look(
        Operation.UPLOAD, upload.asset(), sent -> client.endpoints().asset(upload.assetId(), sent));
  }

  private static boolean isLast(UploadEndpoints.Status status, int page) {
    Integer pages = status.pageInfo() == null ? null : status.pageInfo().totalPage();
    return status.uploadedChunks().isEmpty() || (pages != null && page >= pages);
  }
}
