package dev.sluice.twelvelabs;

import dev.sluice.provider.ProviderRef;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All that is needed to go on with an upload in parts, in one reference: the provider's own routes
 * show neither a session's file name nor its asset, so a session that is not remembered cannot be
 * told from another of the same size.
 *
 * @param uploadId the session
 * @param assetId the asset that it becomes
 * @param chunkBytes size of every part but the last
 * @param headers what each part is sent with
 */
record UploadRef(String uploadId, String assetId, int chunkBytes, Map<String, String> headers) {
  private static final String MARK = "multipart?";
  private static final String UPLOAD = "upload_id";
  private static final String ASSET = "asset_id";
  private static final String CHUNK = "chunk_size";
  private static final String HEADER = "header.";

  /** What a session's first answer says, or empty when it does not say enough. */
  static Optional<UploadRef> begun(byte[] answer) {
    return Json.read(answer, Begun.class)
        .filter(b -> Ids.isOne(b.assetId()) && Ids.isPart(b.uploadId()) && b.chunkSize() > 0)
        .map(
            b ->
                new UploadRef(
                    b.uploadId(),
                    b.assetId(),
                    b.chunkSize(),
                    b.uploadHeaders() == null ? Map.of() : b.uploadHeaders()));
  }

  /** Reads a reference; empty for one of an asset that is not sent in parts. */
  static Optional<UploadRef> of(ProviderRef ref) {
    if (!ref.id().startsWith(MARK)) {
      return Optional.empty();
    }
    Map<String, String> values = new TreeMap<>();
    for (String pair : ref.id().substring(MARK.length()).split("&")) {
      int equals = pair.indexOf('=');
      values.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
    }
    Map<String, String> headers = new TreeMap<>();
    values.forEach(
        (name, value) -> {
          if (name.startsWith(HEADER)) {
            headers.put(name.substring(HEADER.length()), value);
          }
        });
    return Optional.of(
        new UploadRef(
            values.get(UPLOAD), values.get(ASSET), Integer.parseInt(values.get(CHUNK)), headers));
  }

  /** As it is kept. */
  ProviderRef ref() {
    StringBuilder text = new StringBuilder(MARK);
    text.append(UPLOAD).append('=').append(encoded(uploadId));
    text.append('&').append(ASSET).append('=').append(encoded(assetId));
    text.append('&').append(CHUNK).append('=').append(chunkBytes);
    headers.forEach(
        (name, value) ->
            text.append('&').append(encoded(HEADER + name)).append('=').append(encoded(value)));
    return new ProviderRef(text.toString());
  }

  /** The asset itself. */
  ProviderRef asset() {
    return new ProviderRef(assetId);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private record Begun(
      String uploadId, String assetId, int chunkSize, Map<String, String> uploadHeaders) {}
}
