package dev.sluice.report;

import dev.sluice.media.SignedLink;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/**
 * Links to videos on S3 by which whoever has the page can play them for a week: representatives,
 * what waits for a person, clips of classes. Signing sends nothing.
 *
 * @param byUri links by the URI of their video
 * @param failed videos without a link that may have one in another run
 * @param refused why the first one that could not be signed was not; empty when all were
 */
record SignedLinks(Map<String, String> byUri, Set<String> failed, String refused) {
  /** No links, and none asked for. */
  static final SignedLinks NONE = new SignedLinks(Map.of(), Set.of(), "");

  /** How long links are good; they end before where the credentials do. */
  static final Duration VALID = Duration.ofDays(7);

  private static final int MOST = 500;

  /** The links of a page; videos that are not on S3 have none. */
  static SignedLinks of(Findings findings, Configuration hadoop) {
    Set<String> uris = new LinkedHashSet<>();
    findings.clusters().forEach(c -> c.members().forEach(m -> uris.add(m.uri())));
    findings.queue().first().forEach(task -> uris.add(task.item().uri()));
    findings
        .classes()
        .forEach(set -> set.classes().forEach(c -> c.best().forEach(v -> uris.add(v.uri()))));
    Map<String, String> links = new LinkedHashMap<>();
    Set<String> failed = new LinkedHashSet<>();
    String refused = "";
    for (String uri : uris) {
      // Whether s3: is S3A here, the configuration of Hadoop says.
      if ((uri.startsWith("s3a:") || uri.startsWith("s3:")) && links.size() < MOST) {
        try {
          links.put(uri, SignedLink.to(uri, hadoop, VALID));
        } catch (IOException e) {
          if (uri.startsWith("s3a:")) {
            failed.add(uri);
          }
          refused = refused.isEmpty() ? e.getMessage() : refused;
        }
      }
    }
    return new SignedLinks(links, failed, refused);
  }
}
