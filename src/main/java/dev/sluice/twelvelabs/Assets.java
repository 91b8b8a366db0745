package dev.sluice.twelvelabs;

import dev.sluice.provider.AssetStore;
import dev.sluice.provider.ByteSource;
import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.CallOutcome.Refused;
import dev.sluice.provider.Listed;
import dev.sluice.provider.ProviderRef;
import dev.sluice.provider.SendGate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import okhttp3.MultipartBody;

/** {@code /assets}. */
final class Assets implements AssetStore {
  /** What one request may hold; larger files go by URL. */
  static final long MOST_BYTES = 200L << 20;

  /** A slower line than this is taken for a broken one. */
  private static final long BYTES_PER_SECOND = 1 << 20;

  private final Client client;

  Assets(Client client) {
    this.client = client;
  }

  @Override
  public CallOutcome upload(String fileName, long sizeBytes, ByteSource bytes) {
    if (sizeBytes > MOST_BYTES) {
      return new Refused(
          "too_large_for_upload",
          "%d bytes; one upload takes at most %d: give the video as a link instead"
              .formatted(sizeBytes, MOST_BYTES));
    }
    MultipartBody parts =
        new MultipartBody.Builder()
            .setType(MultipartBody.FORM)
            .addFormDataPart("method", "direct")
            .addFormDataPart("filename", fileName)
            .addFormDataPart("file", fileName, new SourceBody(fileName, sizeBytes, bytes))
            .build();
    Duration timeout = client.callTimeout().plusSeconds(sizeBytes / BYTES_PER_SECOND);
    return client.create(
        Operation.UPLOAD,
        Optional.empty(),
        timeout,
        SendGate.OPEN,
        sent -> client.endpoints().upload(parts, sent));
  }

  @Override
  public CallOutcome look(ProviderRef asset) {
    return client.look(Operation.UPLOAD, asset, sent -> client.endpoints().asset(asset.id(), sent));
  }

  @Override
  public List<ProviderRef> find(String fileName) {
    // The API's own filter is a case-insensitive part of the name.
    return new Listing(
            "assets",
            client.refusals(),
            client.heard(),
            page ->
                client.read(
                    sent -> client.endpoints().assets(fileName, page, Listing.PAGE_LIMIT, sent)))
        .since(Instant.MIN, item -> fileName.equals(item.filename())).stream()
            .map(Listed::ref)
            .toList();
  }
}
