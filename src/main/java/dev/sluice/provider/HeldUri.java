package dev.sluice.provider;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names what the provider already has, where a file would have its URI:
 *
 * <ul>
 *   <li>{@code twelvelabs:asset/ASSET}: a video by its asset;
 *   <li>{@code twelvelabs:index/INDEX/VIDEO}: a video of an index; {@code ?asset=ASSET} is added
 *       once it is known which asset it came from;
 *   <li>{@code twelvelabs:index/INDEX}: a whole index, as a manifest.
 * </ul>
 *
 * @param index the index, where one is named
 * @param video the video in that index, where one is named
 * @param asset what embed and analyze refer to; empty until it is known
 */
public record HeldUri(
    Optional<ProviderRef> index, Optional<ProviderRef> video, Optional<ProviderRef> asset) {
  private static final String SCHEME = "twelvelabs:";
  private static final String ID = "([A-Za-z0-9_-]+)";
  private static final Pattern OF_ASSET = Pattern.compile(SCHEME + "asset/" + ID);
  private static final Pattern OF_INDEX =
      Pattern.compile(SCHEME + "index/" + ID + "(?:/" + ID + "(?:\\?asset=" + ID + ")?)?");

  /** Whether this names something that the provider has, and no file; it may be ill-formed. */
  public static boolean names(String uri) {
    return uri.startsWith(SCHEME);
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException when it has none of the forms above
   */
  public static HeldUri parse(String uri) {
    Matcher asset = OF_ASSET.matcher(uri);
    if (asset.matches()) {
      return new HeldUri(Optional.empty(), Optional.empty(), ref(asset.group(1)));
    }
    Matcher index = OF_INDEX.matcher(uri);
    if (index.matches()) {
      return new HeldUri(ref(index.group(1)), ref(index.group(2)), ref(index.group(3)));
    }
    throw new IllegalArgumentException(
        uri
            + " names nothing at the provider; write twelvelabs:asset/ASSET_ID,"
            + " twelvelabs:index/INDEX_ID/VIDEO_ID or, as a manifest, twelvelabs:index/INDEX_ID");
  }

  /** A video of an index, and the asset it came from, if it is known. */
  public static HeldUri of(ProviderRef index, ProviderRef video, Optional<ProviderRef> asset) {
    return new HeldUri(Optional.of(index), Optional.of(video), asset);
  }

  /** Whether it names an index and no video of it. */
  public boolean isWholeIndex() {
    return index.isPresent() && video.isEmpty();
  }

  /** The same, with the asset it came from. */
  public HeldUri from(Optional<ProviderRef> known) {
    return new HeldUri(index, video, known);
  }

  /** As it is written. */
  @Override
  public String toString() {
    String from = asset.map(ProviderRef::id).orElse("");
    if (index.isEmpty()) {
      return SCHEME + "asset/" + from;
    }
    return SCHEME
        + "index/"
        + index.get().id()
        + video.map(one -> "/" + one.id()).orElse("")
        + (video.isEmpty() || from.isEmpty() ? "" : "?asset=" + from);
  }

  private static Optional<ProviderRef> ref(String id) {
    return Optional.ofNullable(id).map(ProviderRef::new);
  }
}
