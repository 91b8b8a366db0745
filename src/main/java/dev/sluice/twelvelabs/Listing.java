package dev.sluice.twelvelabs;

import dev.sluice.provider.Listed;
import dev.sluice.provider.ListingFailed;
import dev.sluice.provider.ProviderRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/**
 * Reads a list over all its pages. New entries push older ones to later pages while we read, so an
 * entry can come twice and is kept once; none is missed.
 */
final class Listing {
  /** The most that the API gives. */
  static final int PAGE_LIMIT = 50;

  private static final String SAYS_TOO_LITTLE = "an entry has no id or no created_at";

  private final Pages<ListPage.Item> pages;

  /**
   * A list.
   *
   * @param what for messages
   * @param heard whether the provider ever answered with a list
   * @param page asks for a page, from 1
   */
  Listing(String what, Refusals refusals, Heard heard, IntFunction<Exchange> page) {
    this.pages = new Pages<>(what, ListPage.Item.class, refusals, heard, page);
  }

  /**
   * Entries created at or after an instant that pass the filter, newest first. Stops early only
   * where the list showed itself to be newest first.
   *
   * @throws ListingFailed when it cannot be read to its end
   */
  List<Listed> since(Instant from, Predicate<ListPage.Item> filter) {
    Gathering gathering = new Gathering(from, filter);
    pages.read(gathering::add);
    List<Listed> all = new ArrayList<>(gathering.found.values());
    all.sort(Comparator.comparing(Listed::createdAt).reversed());
    return all;
  }

  /** What is found so far, and whether the list showed itself to be newest first. */
  private final class Gathering {
    private final Instant from;
    private final Predicate<ListPage.Item> filter;
    private final Map<String, Listed> found = new LinkedHashMap<>();
    private Instant previous = Instant.MAX;
    private boolean newestFirst = true;

    Gathering(Instant from, Predicate<ListPage.Item> filter) {
      this.from = from;
      this.filter = filter;
    }

    /** Takes a page; false when later ones cannot hold more. */
    boolean add(List<ListPage.Item> items) {
      boolean anyRecent = false;
      for (ListPage.Item item : items) {
        Listed listed = listed(item);
        newestFirst &= !listed.createdAt().isAfter(previous);
        previous = listed.createdAt();
        if (!listed.createdAt().isBefore(from)) {
          anyRecent = true;
          if (filter.test(item)) {
            found.putIfAbsent(listed.ref().id(), listed);
          }
        }
      }
      return anyRecent || !newestFirst;
    }
  }

  private Listed listed(ListPage.Item item) {
    if (!Ids.isOne(item.anyId())) {
      throw pages.broken(SAYS_TOO_LITTLE);
    }
    try {
      Instant created = Json.instant(item.createdAt());
      return new Listed(
          new ProviderRef(item.anyId()),
          created,
          StatusWords.state(item.status() == null ? "" : item.status()),
          item.customId() == null ? "" : item.customId(),
          shown(item));
    } catch (IllegalArgumentException e) {
      throw pages.broken(SAYS_TOO_LITTLE);
    }
  }

  private static Listed.Shown shown(ListPage.Item item) {
    String model = item.modelName() == null ? "" : item.modelName();
    ListPage.Metadata said =
        item.videoEmbedding() == null ? null : item.videoEmbedding().metadata();
    if (said == null) {
      return new Listed.Shown(model, "", OptionalDouble.empty(), OptionalDouble.empty());
    }
    return new Listed.Shown(
        model,
        said.inputUrl() == null ? "" : said.inputUrl(),
        number(said.duration()),
        number(said.videoClipLength()));
  }

  private static OptionalDouble number(Double value) {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
