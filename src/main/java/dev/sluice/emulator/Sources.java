package dev.sluice.emulator;

import dev.sluice.media.FfmpegPrograms;
import dev.sluice.media.Probe;
import dev.sluice.media.ProbeResult;
import dev.sluice.provider.MediaRules;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where the video of a request comes from: an asset, a link, or bytes in the request itself. */
final class Sources {
  private static final int LARGEST_INLINE = 36 << 20;
  private static final Map<String, String> CODES =
      Map.of(
          "too_short", "video_duration_too_short",
          "resolution_too_low", "video_resolution_too_low",
          "resolution_too_high", "video_resolution_too_high",
          "aspect_ratio", "video_resolution_invalid_aspect_ratio",
          "too_large", "video_filesize_too_large");

  private final Store store;
  private final Shelf<Asset> assets;
  private final Probe probe;

  Sources(Store store, Shelf<Asset> assets, FfmpegPrograms programs) {
    this.store = store;
    this.assets = assets;
    this.probe = new Probe(programs);
  }

  /**
   * A named source that was checked as far as the real service checks it when a task is created.
   *
   * @param assetId the asset, when it is one
   * @param url the link, when it is one
   * @param known the video, when it is already here
   * @param open gives the video, fetching it first when it has to be
   */
  record Source(
      Optional<String> assetId, Optional<String> url, Optional<Footage> known, Opening open) {

    /** Forgets the bytes again, unless they are an asset's. */
    void release(Footage footage) throws IOException {
      if (assetId.isEmpty()) {
        Files.deleteIfExists(footage.file());
      }
    }
  }

  /** Gives a video. */
  interface Opening {
    Footage open() throws Exception;
  }

  /**
   * Reads a media source.
   *
   * @param media the object that holds exactly one of {@code asset_id}, {@code url}, {@code
   *     base64_string}
   * @param rules what the model accepts; a known asset that breaks them is refused here, anything
   *     else when it is opened
   */
  Source read(Fields media, MediaRules rules) {
    Optional<String> asset = media.text("asset_id");
    Optional<String> url = media.text("url");
    Optional<String> inline = media.text("base64_string");
    if (asset.stream().count() + url.stream().count() + inline.stream().count() != 1) {
      throw ApiError.invalid(
          media.path(), "Exactly one of asset_id, url and base64_string is required.");
    }
    if (asset.isPresent()) {
      Footage footage = ready(media, asset.get());
      violation(footage, rules)
          .ifPresent(
              broken -> {
                throw ApiError.plain(400, CODES.get(broken.reason()), sentence(broken));
              });
      return new Source(asset, url, Optional.of(footage), () -> footage);
    }
    if (url.isPresent()) {
      String link = link(media, url.get());
      return new Source(asset, url, Optional.empty(), () -> checked(store.download(link), rules));
    }
    byte[] bytes = decoded(media, inline.orElseThrow());
    return new Source(
        asset, url, Optional.empty(), () -> checked(Files.write(store.fresh(), bytes), rules));
  }

  /** A direct http or https link, or the client's error. */
  static String link(Fields media, String url) {
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException e) {
      throw ApiError.invalid(media.at("url"), "It is not a URL.");
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!Set.of("http", "https").contains(scheme) || uri.getHost() == null) {
      throw ApiError.invalid(media.at("url"), "It must be a direct http or https link.");
    }
    return url;
  }

  /** Measures a file; the client is told when it is no video. */
  Footage measured(Path file) throws Workbench.Unworkable {
    ProbeResult result = probe.probe(file);
    if (result instanceof ProbeResult.Facts measured) {
      return new Footage(file, measured.facts());
    }
    // The reason names a file of this machine; the client gets the sentence of the real service.
    throw new Workbench.Unworkable(
        "We could not process your media. Please verify the input file and try again.");
  }

  private Footage checked(Path file, MediaRules rules) throws Workbench.Unworkable, IOException {
    try {
      Footage footage = measured(file);
      Optional<MediaRules.Violation> broken = violation(footage, rules);
      if (broken.isPresent()) {
        throw new Workbench.Unworkable(sentence(broken.get()));
      }
      return footage;
    } catch (Workbench.Unworkable e) {
      store.drop(file);
      throw e;
    }
  }

  private Footage ready(Fields media, String id) {
    Asset asset = assets.find(id).orElseThrow(() -> ApiError.notExist(id, "assets"));
    if (asset.piece().stage() instanceof Stage.Ready<Footage> ready) {
      return ready.result();
    }
    throw ApiError.invalid(
        media.at("asset_id"),
        "The asset %s is not ready: its status is %s.".formatted(id, asset.piece().stage().word()));
  }

  private static byte[] decoded(Fields media, String inline) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(inline);
    } catch (IllegalArgumentException e) {
      throw ApiError.invalid(media.at("base64_string"), "It is not base64.");
    }
    if (bytes.length > LARGEST_INLINE) {
      throw ApiError.invalid(media.at("base64_string"), "It must be 36 MB or less.");
    }
    return bytes;
  }

  private static Optional<MediaRules.Violation> violation(Footage footage, MediaRules rules) {
    return rules.violation(footage.facts());
  }

  private static String sentence(MediaRules.Violation broken) {
    return "The video is not accepted: %s.".formatted(broken.detail());
  }
}
