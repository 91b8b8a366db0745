package dev.sluice.twelvelabs;

import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.CallOutcome.Fatal;
import dev.sluice.provider.CallOutcome.Later;
import dev.sluice.provider.ListingFailed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/**
 * Reads a list page by page; half a list is never taken for a whole one.
 *
 * @param <T> what a row is read as
 */
final class Pages<T> {
  private static final int MOST_PAGES = 10_000;

  private final String what;
  private final Class<T> row;
  private final Refusals refusals;
  private final Heard heard;
  private final IntFunction<Exchange> ask;

  /**
   * The pages of a list.
   *
   * @param what for messages
   * @param heard whether the provider ever answered with a list
   * @param ask asks for a page, from 1
   */
  Pages(String what, Class<T> row, Refusals refusals, Heard heard, IntFunction<Exchange> ask) {
    this.what = what;
    this.row = row;
    this.refusals = refusals;
    this.heard = heard;
    this.ask = ask;
  }

  /**
   * Reads on until the list ends or the reader wants no more.
   *
   * @param reader takes the rows of a page and says whether it wants the next
   * @throws ListingFailed when a page cannot be read
   */
  void read(Predicate<List<T>> reader) {
    Iterator<List<T>> pages = new Turning();
    boolean more = true;
    while (more && pages.hasNext()) {
      more = reader.test(pages.next());
    }
  }

  /**
   * Every row, in the order of the list, while it is read; one can come twice.
   *
   * @param meaning of a row; throws IllegalArgumentException when it has none
   */
  <R> Iterator<R> each(Function<T, R> meaning) {
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(new Turning(), Spliterator.ORDERED), false)
        .flatMap(List::stream)
        .map(row -> meant(row, meaning))
        .iterator();
  }

  /** Asks for a page when it is wanted. */
  private final class Turning implements Iterator<List<T>> {
    private int number;
    private boolean last;

    @Override
    public boolean hasNext() {
      return !last;
    }

    @Override
    public List<T> next() {
      if (last) {
        throw new NoSuchElementException("the list has ended");
      }
      if (number == MOST_PAGES) {
        throw failed(new Later(Duration.ZERO, "too many pages"), "more than " + MOST_PAGES);
      }
      number++;
      ListPage<T> page = page(number);
      last = isLast(page, number);
      return page.data();
    }
  }

  private <R> R meant(T row, Function<T, R> meaning) {
    try {
      return meaning.apply(row);
    } catch (IllegalArgumentException e) {
      throw broken(e.getMessage());
    }
  }

  /**
   * Every row, in the order of the list; one that comes twice is kept once.
   *
   * @param id of a row
   * @param meaning of a row; throws IllegalArgumentException when it has none
   * @throws ListingFailed when it cannot be read to its end
   */
  <R> List<R> all(Function<T, String> id, Function<T, R> meaning) {
    Map<String, R> found = new LinkedHashMap<>();
    read(
        rows -> {
          for (T one : rows) {
            found.putIfAbsent(id.apply(one), meant(one, meaning));
          }
          return true;
        });
    return new ArrayList<>(found.values());
  }

  /** An entry that says too little. */
  ListingFailed broken(String why) {
    return failed(new Later(Duration.ZERO, why), why);
  }

  private ListPage<T> page(int number) {
    Exchange exchange = ask.apply(number);
    if (!(exchange instanceof Exchange.Answered answered)) {
      throw failed(new Later(Duration.ZERO, message(exchange)), message(exchange));
    }
    Reply reply = answered.reply();
    if (!reply.isSuccess()) {
      throw refused(reply);
    }
    Optional<ListPage<T>> read = ListPage.read(reply.body(), row);
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
        heard.isUnderstood() ? new Later(Duration.ZERO, said) : refusals.wrongAddress(said);
    return failed(outcome, outcome instanceof Fatal fatal ? fatal.message() : said);
  }

  private ListingFailed refused(Reply reply) {
    ErrorBody error = ErrorBody.of(reply.body());
    String said = refusals.say("page not given", reply.status(), error);
    CallOutcome outcome =
        refusals.general(reply, error).orElseGet(() -> new Later(Duration.ZERO, said));
    return failed(outcome, said);
  }

  private static boolean isLast(ListPage<?> read, int number) {
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
