package dev.sluice.twelvelabs;

import dev.sluice.provider.ByteSource;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;

/** Sends one part to its link, again over another link when that may help. Thread-safe. */
final class PartSender {
  private static final int MOST_ATTEMPTS = 4;

  /** A slower line than this is taken for a broken one. */
  private static final long BYTES_PER_SECOND = 1 << 20;

  private final Client client;
  private final PartEndpoint endpoint;
  private final HttpUrl base;
  private final Map<String, String> headers;

  PartSender(Client client, PartEndpoint endpoint, HttpUrl base, Map<String, String> headers) {
    this.client = client;
    this.endpoint = endpoint;
    this.base = base;
    this.headers = headers;
  }

  /**
   * A stretch of the file.
   *
   * @param index its number, from 1
   * @param offset where it begins, bytes
   * @param bytes its length
   * @param last whether the file ends with it
   */
  record Part(int index, long offset, int bytes, boolean last) {}

  /** How it went. */
  sealed interface Result {
    /** The store has it, and this proves it. */
    record Proven(Part part, String proof) implements Result {}

    /** The provider gave no link to send it to. */
    record NoLink(Exchange exchange) implements Result {}

    /** The store does not have it: what came last. */
    record Missing(Exchange exchange) implements Result {}
  }

  Result send(Part part, PartLinks links, ByteSource source) {
    Exchange last = new Exchange.NotSent("no link to send it to");
    for (int attempts = 1; attempts <= MOST_ATTEMPTS; attempts++) {
      PartLinks.Answer link = attempts == 1 ? links.take(part.index()) : links.again(part.index());
      if (link instanceof PartLinks.Answer.Missing missing) {
        return new Result.NoLink(missing.exchange());
      }
      last = once(part, ((PartLinks.Answer.Here) link).link(), source);
      Optional<String> proof = proof(last);
      if (proof.isPresent()) {
        return new Result.Proven(part, proof.get());
      }
      boolean hopeless = last instanceof Exchange.SourceFailed failed && failed.lasting();
      if (hopeless || attempts == MOST_ATTEMPTS || !client.rest(attempts)) {
        break;
      }
    }
    return new Result.Missing(last);
  }

  private Exchange once(Part part, String link, ByteSource source) {
    if (!isSafe(link, base)) {
      return new Exchange.NotSent("the link for a part is not https");
    }
    Duration timeout = client.callTimeout().plusSeconds(part.bytes() / BYTES_PER_SECOND);
    return client.once(
        timeout, sent -> endpoint.send(link, headers, SourceBody.part(part, source), sent));
  }

  /** A film may be private: it never travels on a worse line than the key. */
  static boolean isSafe(String link, HttpUrl base) {
    HttpUrl url = HttpUrl.parse(link);
    return url != null && (url.isHttps() || !base.isHttps());
  }

  private static Optional<String> proof(Exchange exchange) {
    return exchange instanceof Exchange.Answered answered && answered.reply().isSuccess()
        ? Optional.of(answered.reply().header("etag").replace("\"", "")).filter(e -> !e.isEmpty())
        : Optional.empty();
  }
}
