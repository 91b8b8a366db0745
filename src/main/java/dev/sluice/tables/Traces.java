package dev.sluice.tables;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.when;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What the tables say of videos that were taken down. A row with such a {@code video_id} or {@code
 * content_id} goes, in whatever table; what names a video in another way is written here. A test
 * fails for a column of text that does neither. The caller holds the run lease.
 *
 * <p>Rows of the ledger stay, because the bill is made of them: what they cost, when, for which
 * model and work key, without the content and without what the provider said.
 */
public final class Traces {
  /** What the ledger shows in place of a content that was taken down. */
  static final String NO_CONTENT = "forgotten";

  /** Longer than the provider shows an embedding task, which nobody can delete there. */
  private static final Duration LISTED = Duration.ofDays(8);

  private static final Set<String> OWN_WAYS =
      Set.of("quarantine", "reviews", "evaluations", "cluster_labels", "calls", "runs");

  private final Warehouse warehouse;
  private final Forgotten forgotten;
  private final Collection<String> names;
  private final Collection<String> kept;
  private final Instant now;

  /**
   * Traces in one warehouse.
   *
   * @param names what free text may call the videos: ids, addresses
   * @param kept ids of what is still at the provider: the ledger keeps those rows whole, so that it
   *     can be deleted later
   */
  public Traces(
      Warehouse warehouse,
      Forgotten forgotten,
      Collection<String> names,
      Collection<String> kept,
      Instant now) {
    this.warehouse = warehouse;
    this.forgotten = forgotten;
    this.names = names;
    this.kept = kept;
    this.now = now;
  }

  /**
   * What happens to the rows of a table.
   *
   * @param gone which rows go
   * @param changed which rows lose something
   * @param change what they lose: a new value by column
   */
  record Rule(Column gone, Column changed, Map<String, Column> change) {
    private static Rule gone(Column gone) {
      return new Rule(gone, lit(false), Map.of());
    }

    private static Rule changed(Column changed, Map<String, Column> change) {
      return new Rule(lit(false), changed, change);
    }

    /** The rows as they are afterwards. */
    Dataset<Row> applied(Dataset<Row> rows) {
      Dataset<Row> left = rows.where(not(gone)).withColumn("__changed", changed);
      for (Map.Entry<String, Column> entry : change.entrySet()) {
        Column value = when(col("__changed"), entry.getValue()).otherwise(col(entry.getKey()));
        left = left.withColumn(entry.getKey(), value);
      }
      return left.drop("__changed");
    }
  }

  /**
   * The tables that are there and may name a video, in an order that may be broken off anywhere:
   * raw answers first, so that no vector is read out of them again, the ledger and the videos last,
   * because they tell what else there is.
   */
  public List<Table<?>> tables() {
    List<Table<?>> order = new ArrayList<>(Tables.ALL);
    order.removeAll(List.of(ResponseRow.TABLE, CallRow.TABLE, VideoRow.TABLE, ForgottenRow.TABLE));
    order.add(0, ResponseRow.TABLE);
    order.add(CallRow.TABLE);
    order.add(VideoRow.TABLE);
    order.removeIf(table -> !namesVideos(table) || !warehouse.exists(table));
    return order;
  }

  /** How many rows of a table would go or lose something. Writes nothing. */
  public long count(Table<?> table) {
    return count(table, rule(table));
  }

  /**
   * Removes them. Idempotent; older versions of the table still show them.
   *
   * @return how many rows went or lost something; 0 writes nothing
   */
  public long remove(Table<?> table) {
    Rule rule = rule(table);
    long rows = count(table, rule);
    if (rows > 0) {
      // Each is one atomic commit; a table has only one of the two.
      if (rule.change().isEmpty()) {
        warehouse.delta(table).delete(rule.gone());
      } else {
        warehouse.delta(table).update(rule.changed(), rule.change());
      }
    }
    return rows;
  }

  private long count(Table<?> table, Rule rule) {
    return warehouse.read(table).where(rule.gone().or(rule.changed())).count();
  }

  /** What happens to a table; conditions hold digests and keys of work, never a name. */
  Rule rule(Table<?> table) {
    return switch (table.name()) {
      case "quarantine" -> Rule.gone(refused());
      case "reviews" -> Rule.gone(forgotten.item(col("key")));
      case "evaluations" -> Rule.gone(contradiction());
      case "cluster_labels" -> evidence();
      case "calls" -> calls();
      case "runs" -> messages();
      default -> Rule.gone(named(table));
    };
  }

  private static boolean namesVideos(Table<?> table) {
    List<String> columns = List.of(table.schema().fieldNames());
    return OWN_WAYS.contains(table.name())
        || columns.contains("video_id")
        || columns.contains("content_id");
  }

  private Column named(Table<?> table) {
    List<String> columns = List.of(table.schema().fieldNames());
    Column gone = lit(false);
    if (columns.contains("video_id")) {
      gone = gone.or(forgotten.video(col("video_id")));
    }
    if (columns.contains("content_id")) {
      gone = gone.or(forgotten.content(col("content_id")));
    }
    return gone;
  }

  /** A key is a video_id, a video_id with a number behind it, or a piece of work. */
  private Column refused() {
    Column key = col("key");
    Column work = key.isin(refusedWorks().toArray());
    return forgotten
        .video(key)
        .or(forgotten.video(QuarantineKey.withoutNumber(key)))
        .or(forgotten.content(key))
        .or(Forgotten.of(unnamedRows(), List.of()).video(key))
        .or(work);
  }

  /** Keys of rows without a video_id that an address of the videos is in, or the end of one. */
  private List<String> unnamedRows() {
    List<String> keys = new ArrayList<>();
    for (Row row :
        warehouse
            .read(QuarantineRow.TABLE)
            .where(col("key").startsWith(QuarantineKey.UNNAMED))
            .select("key")
            .distinct()
            .collectAsList()) {
      String uri = QuarantineKey.uri(row.getString(0)).orElseThrow();
      if (names.stream().anyMatch(name -> name.equals(uri) || name.endsWith("/" + uri))) {
        keys.add(row.getString(0));
      }
    }
    return keys;
  }

  private List<String> refusedWorks() {
    List<String> works = new ArrayList<>(mentioning());
    Column theirs = forgotten.content(col("content_id")).or(col("content_id").equalTo(NO_CONTENT));
    warehouse
        .read(QuarantineRow.TABLE)
        .select(col("key").as("work_key"))
        .join(warehouse.read(CallRow.TABLE).where(theirs), new String[] {"work_key"}, "left_semi")
        .distinct()
        .collectAsList()
        .forEach(row -> works.add(row.getString(0)));
    return works;
  }

  /**
   * Works that the ledger does not know, because their file could not be read and nothing was sent,
   * by the address in their rows. Rows with another reason stay: some keep a work from being bought
   * again.
   */
  private List<String> mentioning() {
    List<String> addresses = names.stream().filter(name -> name.contains("/")).toList();
    if (addresses.isEmpty()) {
      return List.of();
    }
    // Whole addresses only: one may be the beginning of another.
    Pattern mentioned =
        Pattern.compile(
            addresses.stream()
                .map(Pattern::quote)
                .collect(Collectors.joining("|", "(?<![\\w-])(?:", ")(?![\\w-])")));
    return warehouse
        .rows(QuarantineRow.TABLE, col("reason").equalTo(QuarantineRow.UNREADABLE_FILE))
        .stream()
        .filter(row -> mentioned.matcher(row.detail()).find())
        .map(QuarantineRow::key)
        .toList();
  }

  /** Its name is a content or two items; either may have a span behind it. */
  private Column contradiction() {
    Column names = split(col("name"), " \\| ");
    return col("scope")
        .equalTo(EvaluationRow.CONTRADICTION)
        .and(
            exists(
                names,
                name -> forgotten.item(name).or(forgotten.content(Forgotten.spanless(name)))));
  }

  private Rule evidence() {
    Column votes = col("evidence");
    return Rule.changed(
        exists(votes, vote -> forgotten.content(vote.getField("content_id"))),
        Map.of(
            "evidence",
            filter(votes, vote -> not(forgotten.content(vote.getField("content_id"))))));
  }

  private Rule calls() {
    Column ref = col("provider_ref");
    // Until the provider stops listing a task, its id tells it from one whose answer was lost.
    Column listed =
        col("operation")
            .equalTo("embed")
            .and(col("requested_at").geq(lit(Timestamp.from(now.minus(LISTED)))));
    Column theirs = forgotten.content(col("content_id"));
    if (!kept.isEmpty()) {
      theirs = theirs.and(ref.isNull().or(not(ref.isin(kept.toArray()))));
    }
    Column overdue = col("content_id").equalTo(NO_CONTENT).and(ref.isNotNull()).and(not(listed));
    Map<String, Column> change = new LinkedHashMap<>();
    change.put("content_id", lit(NO_CONTENT));
    change.put("provider_ref", when(listed, ref));
    change.put("message", lit(null).cast("string"));
    return Rule.changed(theirs.or(overdue), change);
  }

  /** By the run, so that no name comes into the table's history. */
  private Rule messages() {
    List<String> runs = new ArrayList<>();
    for (RunRow run : warehouse.rows(RunRow.TABLE, col("message").isNotNull())) {
      if (names.stream().anyMatch(run.message()::contains)) {
        runs.add(run.runId());
      }
    }
    return Rule.changed(
        col("run_id").isin(runs.toArray()).and(col("message").isNotNull()),
        Map.of("message", lit(null).cast("string")));
  }
}
