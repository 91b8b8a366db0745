package dev.sluice.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.provider.MediaRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads which video a request is about: an asset, a link, or bytes in the request itself. */
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
  private final Shelf<Footage, Asset> assets;

  Sources(Store store, Shelf<Footage, Asset> assets) {
    this.store = store;
    this.assets = assets;
  }

  /** Turns the media source of a request into a source. */
  interface Reading {
    Source read(Fields media, MediaRules rules);
  }

  /**
   * Reads a media source, and checks it as far as the real service does when a task is created. Its
   * inline bytes are replaced by the name of the file that they went to.
   *
   * @param media the object that holds exactly one of {@code asset_id}, {@code url}, {@code
   *     base64_string}
   * @param rules what the model accepts; an asset that breaks them is refused here, anything else
   *     when it is opened
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
      Source.Uploaded uploaded = ready(media, asset.get());
      if (uploaded.footage().isPicture()) {
        throw ApiError.invalid(media.at("asset_id"), "The asset is a picture.");
      }
      rules
          .violation(uploaded.footage().facts())
          .ifPresent(
              broken -> {
                throw ApiError.plain(400, CODES.get(broken.reason()), sentence(broken));
              });
      return uploaded;
    }
    if (url.isPresent()) {
      return new Source.Link(link(media, url.get()));
    }
    byte[] bytes = decoded(media, inline.orElseThrow());
    try {
      Path file = Files.write(store.fresh(), bytes);
      ((ObjectNode) media.json()).put("base64_string", file.getFileName().toString());
      return new Source.Inline(file);
    } catch (IOException e) {
      throw new UncheckedIOException("the bytes of a request cannot be stored", e);
    }
  }

  /**
   * Reads the media source of a picture. Bytes and links are found out about when they are opened.
   */
  Source picture(Fields media) {
    Optional<String> asset = media.text("asset_id");
    if (asset.isEmpty()
        || media.text("url").isPresent()
        || media.text("base64_string").isPresent()) {
      return read(media, EmbedOrder.RULES);
    }
    Source.Uploaded uploaded = ready(media, asset.get());
    if (!uploaded.footage().isPicture()) {
      throw ApiError.invalid(media.at("asset_id"), "The asset is no picture.");
    }
    return uploaded;
  }

  /** Reads a media source that was accepted before. */
  Source remembered(Fields media, MediaRules rules) {
    Optional<String> inline = media.text("base64_string");
    return inline.isPresent() ? new Source.Inline(store.claimed(inline.get())) : read(media, rules);
  }

  /** Forgets the bytes that came with a request. */
  void forget(Source source) throws IOException {
    if (source instanceof Source.Inline inline) {
      store.drop(inline.file());
    }
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

  /** What the client is told about a broken rule. */
  static String sentence(MediaRules.Violation broken) {
    return "The video is not accepted: %s.".formatted(broken.detail());
  }

  private Source.Uploaded ready(Fields media, String id) {
    Asset asset = assets.find(id).orElseThrow(() -> ApiError.notExist(id, "assets"));
    if (asset.piece().stage() instanceof Stage.Ready<Footage> ready) {
      return new Source.Uploaded(asset, ready.result());
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
}
