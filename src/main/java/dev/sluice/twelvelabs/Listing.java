package dev.sluice.twelvelabs;

import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.CallOutcome.Fatal;
import dev.sluice.provider.CallOutcome.Throttled;
import dev.sluice.provider.Listed;
import dev.sluice.provider.ListingFailed;
import dev.sluice.provider.ProviderRef;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  private static final int MOST_PAGES = 10_000;

  private final String what;
  private final Refusals refusals;
  private final Heard heard;
  private final IntFunction<Exchange> page;

  /**
   * A list.
   *
   * @param what for messages
   * @param heard whether the provider ever answered with a list
   * @param page asks for a page, from 1
   */
  Listing(String what, Refusals refusals, Heard heard, IntFunction<Exchange> page) {
    this.what = what;
    this.refusals = refusals;
    this.heard = heard;
    this.page = page;
  }

  /**
   * Entries created at or after an instant that pass the filter, newest first. Stops early only
   * where the list showed itself to be newest first.
   *
   * @throws ListingFailed when it cannot be read to its end
   */
  List<Listed> since(Instant from, Predicate<ListPage.Item> filter) {
    Map<String, Listed> found = new LinkedHashMap<>();
    Instant previous = Instant.MAX;
    boolean newestFirst = true;
    for (int number = 1; number <= MOST_PAGES; number++) {
      ListPage read = read(number);
      boolean anyRecent = false;
      for (ListPage.Item item : read.data()) {
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
      if (isLast(read, number) || (newestFirst && !anyRecent)) {
        List<Listed> all = new ArrayList<>(found.values());
        all.sort(Comparator.comparing(Listed::createdAt).reversed());
        return all;
      }
    }
    throw failed(new Throttled(Duration.ZERO, "too many pages"), "more than " + MOST_PAGES);
  }

  private ListPage read(int number) {
    Exchange exchange = page.apply(number);
    if (!(exchange instanceof Exchange.Answered answered)) {
      throw failed(new Throttled(Duration.ZERO, message(exchange)), message(exchange));
    }
    Reply reply = answered.reply();
    if (!reply.isSuccess()) {
      throw refused(reply);
    }
    Optional<ListPage> read = Json.read(reply.body(), ListPage.class).filter(p -> p.data() != null);
    if (read.isEmpty()) {
      throw notAList();
    }
    heard.understood();
    return read.get();
  }

  // A proxy's page in the middle of a run passes; at first it means another server.
  private ListingFailed notAList() {
    String said = "a list is not answered as a JSON list";
    CallOutcome outcome =
        heard.isUnderstood() ? new Throttled(Duration.ZERO, said) : refusals.wrongAddress(said);
    return failed(outcome, outcome instanceof Fatal fatal ? fatal.message() : said);
  }

  private ListingFailed refused(Reply reply) {
    ErrorBody error = ErrorBody.of(reply.body());
    String said = refusals.say("page not given", reply.status(), error);
    CallOutcome outcome =
        refusals.general(reply, error).orElseGet(() -> new Throttled(Duration.ZERO, said));
    return failed(outcome, said);
  }

  private Listed listed(ListPage.Item item) {
    try {
      Instant created = OffsetDateTime.parse(String.valueOf(item.createdAt())).toInstant();
      return new Listed(
          new ProviderRef(item.anyId()),
          created,
          item.status() == null ? "" : item.status(),
          item.customId() == null ? "" : item.customId(),
          shown(item));
    } catch (DateTimeParseException | IllegalArgumentException e) {
      throw failed(
          new Throttled(Duration.ZERO, "an entry without id or created_at"),
          "an entry has no id or no created_at");
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

  private static boolean isLast(ListPage read, int number) {
    Integer total = read.pageInfo() == null ? null : read.pageInfo().totalPage();
    return read.data().isEmpty() || (total != null && total > 0 && number >= total);
  }

  private ListingFailed failed(CallOutcome outcome, String why) {
    return new ListingFailed(outcome, "the list of %s could not be read: %s".formatted(what, why));
  }

  private static String message(Exchange exchange) {
    if (exchange instanceof Exchange.NotSent notSent) {
      return notSent.message();
    }
    if (exchange instanceof Exchange.Lost lost) {
      return lost.message();
    }
    return exchange instanceof Exchange.TooLarge tooLarge ? tooLarge.message() : "not answered";
  }
}
