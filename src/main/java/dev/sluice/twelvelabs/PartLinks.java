package dev.sluice.twelvelabs;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Links to send parts to. Each works once; they are asked for many at a time. Thread-safe. */
final class PartLinks {
  /** The most that the API gives. */
  private static final int MOST = 50;

  private final Client client;
  private final UploadEndpoints endpoints;
  private final String uploadId;
  private final int parts;
  private final Map<Integer, String> links = new HashMap<>();

  PartLinks(Client client, UploadEndpoints endpoints, String uploadId, int parts) {
    this.client = client;
    this.endpoints = endpoints;
    this.uploadId = uploadId;
    this.parts = parts;
  }

  /** A link, or what was answered instead. */
  sealed interface Answer {
    record Here(String link) implements Answer {}

    record Missing(Exchange exchange) implements Answer {}
  }

  /** A link for a part that none was used for yet. */
  Answer take(int index) {
    return take(index, Math.min(MOST, parts - index + 1));
  }

  /** Another link for a part whose link may have been used. */
  Answer again(int index) {
    return take(index, 1);
  }

  private synchronized Answer take(int index, int count) {
    String known = links.remove(index);
    if (known != null) {
      return new Answer.Here(known);
    }
    // Links can be asked for any number of times.
    Exchange exchange =
        client.read(
            sent -> endpoints.links(uploadId, new UploadEndpoints.Range(index, count), sent));
    Optional<UploadEndpoints.Links> read =
        exchange instanceof Exchange.Answered answered && answered.reply().isSuccess()
            ? Json.read(answered.reply().body(), UploadEndpoints.Links.class)
            : Optional.empty();
    read.filter(l -> l.uploadUrls() != null)
        .ifPresent(l -> l.uploadUrls().forEach(link -> links.put(link.chunkIndex(), link.url())));
    String link = links.remove(index);
    return link == null ? new Answer.Missing(exchange) : new Answer.Here(link);
  }
}
