package dev.sluice.twelvelabs;

import dev.sluice.provider.AssetStore;
import dev.sluice.provider.ByteSource;
import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.CallOutcome.Refused;
import dev.sluice.provider.IndexedVideo;
import dev.sluice.provider.Listed;
import dev.sluice.provider.MediaSource;
import dev.sluice.provider.ProviderRef;
import dev.sluice.provider.SendGate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import okhttp3.MultipartBody;

/** {@code /assets}. */
final class Assets implements AssetStore {
  /** What one request may hold; the documented 200 MB, whichever megabytes are meant. */
  static final long MOST_AT_ONCE = 200_000_000;

  /** What may be sent in parts; a link may lead to less. */
  static final long MOST_BYTES = 10L << 30;

  private final Client client;
  private final LargeFiles largeFiles;

  Assets(Client client, LargeFiles largeFiles) {
    this.client = client;
    this.largeFiles = largeFiles;
  }

  @Override
  public CallOutcome upload(String fileName, long sizeBytes, ByteSource bytes) {
    if (sizeBytes > MOST_BYTES) {
      return new Refused(
          "too_large_for_upload",
          "%d bytes; one upload takes at most %d, and a link less: cut the file into smaller ones"
              .formatted(sizeBytes, MOST_BYTES));
    }
    if (sizeBytes > MOST_AT_ONCE) {
      return largeFiles.begin(fileName, sizeBytes);
    }
    MultipartBody form =
        form("direct", fileName)
            .addFormDataPart("file", fileName, SourceBody.file(fileName, sizeBytes, bytes))
            .build();
    return create(form, client.timeToSend(sizeBytes));
  }

  @Override
  public CallOutcome link(String fileName, MediaSource.Url source) {
    return create(
        form("url", fileName).addFormDataPart("url", source.url()).build(), client.callTimeout());
  }

  @Override
  public CallOutcome advance(ProviderRef asset, ByteSource bytes) {
    return UploadRef.of(asset)
        .map(upload -> largeFiles.advance(upload, Optional.of(bytes)))
        .orElseGet(() -> look(asset));
  }

  @Override
  public CallOutcome look(ProviderRef asset) {
    Optional<UploadRef> upload = UploadRef.of(asset);
    if (upload.isPresent()) {
      return largeFiles.advance(upload.get(), Optional.empty());
    }
    return client.look(Operation.UPLOAD, asset, sent -> client.endpoints().asset(asset.id(), sent));
  }

  @Override
  public IndexedVideo.Shown read(byte[] answer) {
    return Json.read(answer, AssetRow.class)
        .map(AssetRow::shown)
        .orElseThrow(() -> new IllegalArgumentException("not an asset"));
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
            .since(Instant.MIN, item -> fileName.equals(item.filename()) && !isIncomplete(item))
            .stream()
            .map(Listed::ref)
            .toList();
  }

  @Override
  public CallOutcome delete(ProviderRef asset) {
    String id = UploadRef.of(asset).map(UploadRef::assetId).orElse(asset.id());
    return client.delete(Operation.UPLOAD, asset, sent -> client.endpoints().deleteAsset(id, sent));
  }

  private CallOutcome create(MultipartBody form, Duration timeout) {
    return client.create(
        Operation.UPLOAD,
        Optional.empty(),
        timeout,
        SendGate.OPEN,
        sent -> client.endpoints().upload(form, sent));
  }

  private static MultipartBody.Builder form(String method, String fileName) {
    return new MultipartBody.Builder()
        .setType(MultipartBody.FORM)
        .addFormDataPart("method", method)
        .addFormDataPart("filename", fileName);
  }

  /** Whoever began it has its reference; without one it is never completed. */
  private static boolean isIncomplete(ListPage.Item item) {
    return "multipart".equals(item.method()) && "processing".equals(item.status());
  }
}
