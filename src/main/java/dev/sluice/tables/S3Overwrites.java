package dev.sluice.tables;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/**
 * Whether S3A was told to write over files without looking. Delta's last guard against a second
 * commit of the same table version is then gone. Pure.
 */
public final class S3Overwrites {
  private static final Set<String> SCHEMES = Set.of("s3", "s3a", "s3n");

  private S3Overwrites() {}

  /**
   * The setting that does harm to tables at this place.
   *
   * @param place a warehouse: a path, an address or a catalog's name
   * @return {@code key=value}, or nothing when all is well or the place is not on S3
   */
  public static Optional<String> setting(String place, Configuration hadoop) {
    return onS3(place)
        .map(URI::getAuthority)
        .flatMap(
            bucket ->
                setting("performance.flags", bucket, hadoop, "(?i)(.*,)?\\s*(create|\\*)\\s*(,.*)?")
                    .or(() -> setting("create.performance", bucket, hadoop, "(?i)true")));
  }

  /** The address of a place on S3; nothing for any other. */
  public static Optional<URI> onS3(String place) {
    try {
      URI uri = URI.create(place.replace(" ", "%20"));
      return uri.getScheme() != null && SCHEMES.contains(uri.getScheme())
          ? Optional.of(uri)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  // What is set for the bucket goes before what is set for all.
  private static Optional<String> setting(
      String name, String bucket, Configuration hadoop, String harmful) {
    for (String key : List.of("fs.s3a.bucket." + bucket + "." + name, "fs.s3a." + name)) {
      String value = hadoop.getTrimmed(key);
      if (value != null) {
        return value.matches(harmful) ? Optional.of(key + "=" + value) : Optional.empty();
      }
    }
    return Optional.empty();
  }
}
