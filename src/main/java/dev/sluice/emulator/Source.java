package dev.sluice.emulator;

import java.nio.file.Path;
import java.util.Optional;

/** The video of a request, as its client named it. */
sealed interface Source {

  /** The asset's id, when it is one. */
  default Optional<String> assetId() {
    return Optional.empty();
  }

  /** The link, when it is one. */
  default Optional<String> url() {
    return Optional.empty();
  }

  /** What the log calls it. */
  String name();

  /**
   * A ready upload.
   *
   * @param asset the upload
   * @param footage its video; it can be looked at until the upload is deleted
   */
  record Uploaded(Asset asset, Footage footage) implements Source {
    @Override
    public Optional<String> assetId() {
      return Optional.of(asset.piece().id());
    }

    @Override
    public String name() {
      return asset.filename();
    }
  }

  /**
   * A direct link.
   *
   * @param link where it leads
   */
  record Link(String link) implements Source {
    @Override
    public Optional<String> url() {
      return Optional.of(link);
    }

    @Override
    public String name() {
      return link;
    }
  }

  /**
   * Bytes that came with the request.
   *
   * @param file where they are
   */
  record Inline(Path file) implements Source {
    @Override
    public String name() {
      return "base64_string";
    }
  }
}
