package dev.sluice.report;

import dev.sluice.provider.HeldUri;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The pictures of a page, by member.
 *
 * @param byMember data URIs
 */
record Pictures(Map<Findings.Member, String> byMember) {

  /** Takes the pictures of all members, several at a time. Opens video files. */
  static Pictures take(Findings findings, Thumbnails thumbnails) {
    int threads = Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors()));
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      Map<Findings.Member, Future<Optional<byte[]>>> taking = new HashMap<>();
      for (Findings.Cluster cluster : findings.clusters()) {
        for (Findings.Member m : cluster.members()) {
          taking.put(m, pool.submit(() -> thumbnails.jpeg(m.uri(), m.middle())));
        }
      }
      Map<Findings.Member, String> uris = new HashMap<>();
      for (Map.Entry<Findings.Member, Future<Optional<byte[]>>> one : taking.entrySet()) {
        one.getValue()
            .get()
            .ifPresent(
                jpeg ->
                    uris.put(
                        one.getKey(),
                        "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(jpeg)));
      }
      return new Pictures(uris);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while taking pictures", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("taking pictures failed: " + e.getCause(), e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  /** The members that have no picture and could have one: their files are not the provider's. */
  List<Findings.Member> missing(Findings findings) {
    List<Findings.Member> missing = new ArrayList<>();
    findings.clusters().forEach(c -> missing.addAll(c.members()));
    missing.removeAll(byMember.keySet());
    missing.removeIf(m -> HeldUri.names(m.uri()));
    return missing;
  }
}
