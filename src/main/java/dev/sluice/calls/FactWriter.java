package dev.sluice.calls;

import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.Usage;
import dev.sluice.spend.Fact;
import dev.sluice.spend.FactJson;
import dev.sluice.spend.FactKind;
import dev.sluice.spend.FactName;
import dev.sluice.spend.WorkKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Stores the facts of one generation of one work, in their order: intent, created, then one of
 * done, refused, failed.
 */
final class FactWriter {
  private static final int MAX_MESSAGE = 500;

  private final Journal journal;
  private final Clock clock;
  private final WorkKey key;
  private final int generation;
  private final Fact.Answer atMost;
  private final Consumer<FactName> onEnd;
  private Fact.Header header;

  /**
   * A writer for one generation.
   *
   * @param intent the name of its intent
   * @param header what the work is
   * @param atMost what the call may be billed for at most
   * @param onEnd told of every terminal fact that is stored, here or by another before
   */
  FactWriter(
      Journal journal,
      Clock clock,
      FactName intent,
      Fact.Header header,
      Fact.Answer atMost,
      Consumer<FactName> onEnd) {
    this.journal = journal;
    this.clock = clock;
    this.key = intent.workKey();
    this.generation = intent.generation();
    this.header = header;
    this.atMost = atMost;
    this.onEnd = onEnd;
  }

  /**
   * Stores the intent; false when another holds it.
   *
   * @param sent what is about to be sent as the source, so that its task is known again
   */
  boolean intend(SentSource sent) {
    Instant now = clock.instant();
    header =
        new Fact.Header(
            header.operation(),
            header.provider(),
            header.model(),
            header.contentId(),
            header.runId(),
            header.task(),
            now,
            header.attempts() + 1,
            sent.text());
    return put(FactKind.INTENT, "", atMost);
  }

  /** Takes the intent back: nothing was accepted, for certain. */
  void withdraw() {
    FactName name = new FactName(key, generation, FactKind.INTENT);
    try {
      journal.withdrawIntent(name);
    } catch (IOException e) {
      throw JournalUnreachable.at(name.file(), e);
    }
  }

  /** Stores the provider's id, and says which id is stored: another may have found it before. */
  String created(String ref) {
    return put(FactKind.CREATED, ref, atMost) ? ref : ref(FactKind.CREATED).orElse(ref);
  }

  /** It is answered. What the answer does not say of its use counts what it may be at most. */
  void done(CallOutcome.Done done) {
    Usage usage = done.usage();
    put(
        FactKind.DONE,
        done.ref().id(),
        new Fact.Answer(
            done.servedBy(),
            usage.mediaMinutes() > 0 ? usage.mediaMinutes() : atMost.mediaMinutes(),
            usage.inputTokens(),
            usage.outputTokens() > 0 ? usage.outputTokens() : atMost.outputTokens(),
            "",
            "",
            gzip(done.answer())));
  }

  void refused(String code, String message) {
    put(FactKind.REFUSED, "", Fact.Answer.no(code, cut(message)));
  }

  /**
   * The provider gave it up, or nobody knows: nothing says that this is free, so it counts what it
   * may cost at most, but where nothing was accepted.
   */
  void failed(String ref, String code, String message) {
    boolean free = code.equals(Reconciler.NEVER_ACCEPTED);
    put(
        FactKind.FAILED,
        ref,
        new Fact.Answer(
            "",
            free ? 0 : atMost.mediaMinutes(),
            0,
            free ? 0 : atMost.outputTokens(),
            code,
            cut(message),
            new byte[0]));
  }

  /**
   * The provider's id in a stored created or done fact; empty when there is none. From then on this
   * writer writes under that fact's header, so that the answer is billed to the run that sent it.
   */
  Optional<String> ref(FactKind kind) {
    Optional<Fact> fact = read(kind);
    fact.ifPresent(f -> header = f.header());
    return fact.map(Fact::ref);
  }

  boolean has(FactKind kind) {
    FactName name = new FactName(key, generation, kind);
    try {
      return journal.has(name);
    } catch (IOException e) {
      throw JournalUnreachable.at(name.file(), e);
    }
  }

  /** The terminal fact that is stored whole, if any; it is told like one stored here. */
  Optional<FactKind> ended() {
    for (FactKind kind : FactKind.values()) {
      if (kind.terminal() && read(kind).isPresent()) {
        onEnd.accept(new FactName(key, generation, kind));
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  private Optional<Fact> read(FactKind kind) {
    FactName name = new FactName(key, generation, kind);
    try {
      return journal.get(name).flatMap(FactJson::read);
    } catch (IOException e) {
      throw JournalUnreachable.at(name.file(), e);
    }
  }

  private boolean put(FactKind kind, String ref, Fact.Answer answer) {
    FactName name = new FactName(key, generation, kind);
    boolean stored;
    try {
      stored =
          journal.putIfAbsent(
              name, FactJson.write(new Fact(name, header, clock.instant(), ref, answer)));
    } catch (IOException e) {
      throw new JournalUnwritable(name, e);
    }
    if (kind.terminal()) {
      onEnd.accept(name);
    }
    return stored;
  }

  private static String cut(String message) {
    String m = message == null ? "" : message;
    return m.length() <= MAX_MESSAGE ? m : m.substring(0, MAX_MESSAGE);
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] gunzip(byte[] bytes) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("a stored answer is damaged", e);
    }
  }
}
