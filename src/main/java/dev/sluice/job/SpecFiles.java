package dev.sluice.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.sluice.label.LabelStep;
import dev.sluice.provider.TaxonomyFile;
import dev.sluice.ratelimit.Dimension;
import dev.sluice.ratelimit.RateLimit;
import dev.sluice.spend.PriceList;
import dev.sluice.trends.ShiftsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** Reads the files that a job spec names. */
final class SpecFiles {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private SpecFiles() {}

  /** Notes every file of the spec that cannot be used. */
  static void check(JobSpec spec, SpecBinder binder) {
    attempt(binder, "provider.prices", () -> prices(spec.provider().prices()));
    attempt(binder, "provider.list-prices", () -> prices(spec.provider().listPrices()));
    attempt(binder, "provider.limits", () -> limits(spec.provider()));
    if (spec.label() != null
        && attempt(
            binder, "label.taxonomy", () -> TaxonomyFile.read(Path.of(spec.label().taxonomy())))) {
      attempt(binder, "label.prompt", () -> new LabelStep(spec.label()).check());
    }
    if (spec.classify() != null) {
      there(binder, "classify.sample", spec.classify().sample());
    }
    if (spec.curate() != null) {
      there(binder, "curate.reviews", spec.curate().reviews());
      taxonomy(binder, "curate.taxonomy", spec.curate().taxonomy());
    }
    if (spec.evaluate() != null) {
      taxonomy(binder, "evaluate.taxonomy", spec.evaluate().taxonomy());
    }
    if (spec.trends() != null && !spec.trends().shifts().isEmpty()) {
      attempt(binder, "trends.shifts", () -> ShiftsFile.read(Path.of(spec.trends().shifts())));
    }
  }

  /** The price list in a file; everything is free without one. */
  static Optional<PriceList> prices(String file) {
    if (file == null) {
      return Optional.empty();
    }
    JsonNode written = tree(file);
    // A line that was forgotten must not make what it prices free.
    List<String> missing =
        Stream.of(PriceList.class.getRecordComponents())
            .map(line -> SpecBinder.kebab(line.getName()))
            .filter(line -> !written.hasNonNull(line))
            .toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          "%s has no %s; write 0 for what is free".formatted(file, String.join(", ", missing)));
    }
    SpecBinder binder = new SpecBinder();
    Optional<PriceList> prices = binder.bind(written, PriceList.class, file);
    if (prices.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", binder.problems()));
    }
    return prices;
  }

  /** Rate limits by operation, our share of them; none without a file. */
  static Map<String, List<RateLimit>> limits(ProviderSpec provider) {
    Map<String, List<RateLimit>> limits = new TreeMap<>();
    if (provider.limits() == null) {
      return limits;
    }
    for (Map.Entry<String, JsonNode> operation : tree(provider.limits()).properties()) {
      if (!List.of("asset", "embed", "embed_text", "analyze").contains(operation.getKey())) {
        throw new IllegalArgumentException(
            "%s: %s is no operation; use asset, embed, embed_text or analyze"
                .formatted(provider.limits(), operation.getKey()));
      }
      List<RateLimit> of = new ArrayList<>();
      for (JsonNode limit : operation.getValue()) {
        of.add(
            new RateLimit(
                    Dimension.valueOf(
                        limit
                            .path("dimension")
                            .asText()
                            .replace('-', '_')
                            .toUpperCase(Locale.ROOT)),
                    limit.path("amount").asDouble(),
                    window(limit.path("per").asText()))
                .share(provider.share()));
      }
      limits.put(operation.getKey(), of);
    }
    return limits;
  }

  private static Duration window(String per) {
    return switch (per) {
      case "second" -> Duration.ofSeconds(1);
      case "minute" -> Duration.ofMinutes(1);
      case "hour" -> Duration.ofHours(1);
      case "day" -> Duration.ofDays(1);
      default ->
          throw new IllegalArgumentException("per is second, minute, hour or day, not " + per);
    };
  }

  private static JsonNode tree(String file) {
    try {
      return YAML.readTree(Path.of(file).toFile());
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static void taxonomy(SpecBinder binder, String key, String file) {
    if (!file.isEmpty()) {
      attempt(binder, key, () -> TaxonomyFile.read(Path.of(file)));
    }
  }

  // Other stores may need what only a session knows: validate asks them.
  private static void there(SpecBinder binder, String key, String place) {
    if (!place.isEmpty()) {
      attempt(binder, key, () -> demand(place, Stores.hadoop()));
    }
  }

  private static void demand(String place, Configuration hadoop) {
    try {
      if (Stores.isLocal(place, hadoop) && !Stores.isThere(place, hadoop)) {
        throw new IllegalArgumentException("there is no file at " + place);
      }
    } catch (IOException e) {
      throw new IllegalArgumentException(place + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean attempt(SpecBinder binder, String key, Runnable read) {
    try {
      read.run();
      return true;
    } catch (RuntimeException e) {
      binder.problem(key + ": " + e.getMessage());
      return false;
    }
  }
}
