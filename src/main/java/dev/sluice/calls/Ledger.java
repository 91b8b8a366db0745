package dev.sluice.calls;

import dev.sluice.spend.Fact;
import dev.sluice.spend.FactKind;
import dev.sluice.spend.PriceList;
import dev.sluice.spend.WorkState;
import dev.sluice.tables.CallRow;

/** Makes a row of the ledger from a terminal fact. Pure. */
final class Ledger {
  private Ledger() {}

  /** As how many failures of the provider it counts; {@link Backlog#failures} for one fact. */
  static int failures(Fact failed) {
    return failures(failed.answer().code());
  }

  /** As how many failures of the provider a generation that ended with this code counts. */
  static int failures(String code) {
    return switch (code) {
      case Reconciler.NEVER_ACCEPTED -> 0;
      case AfterLook.ANSWER_LOST -> WorkState.MOST_FAILURES;
      default -> 1;
    };
  }

  static CallRow row(Fact fact, PriceList prices) {
    Fact.Header header = fact.header();
    Fact.Answer answer = fact.answer();
    FactKind kind = fact.name().kind();
    boolean asset = Works.ASSET.equals(header.operation());
    boolean media = !asset && !Works.EMBED_TEXT.equals(header.operation());
    boolean done = kind == FactKind.DONE;
    // What a failed task was billed is not said: it counts as unknown, in full.
    boolean free =
        asset || kind == FactKind.REFUSED || answer.code().equals(Reconciler.NEVER_ACCEPTED);
    String billed = free ? "no" : done ? "yes" : "unknown";
    return new CallRow(
        fact.name().workKey().value(),
        fact.name().generation(),
        header.operation(),
        header.provider(),
        header.model(),
        done && !answer.servedBy().isEmpty() ? answer.servedBy() : null,
        header.contentId(),
        fact.ref().isEmpty() ? null : fact.ref(),
        kind.key(),
        billed,
        answer.code().isEmpty() ? null : answer.code(),
        answer.message().isEmpty() ? null : answer.message(),
        header.attempts(),
        media ? answer.mediaMinutes() : 1,
        media ? "media_minute" : "request",
        prices.price(header.operation(), answer.mediaMinutes(), answer.outputTokens()),
        prices.currency(),
        header.requestedAt(),
        fact.at(),
        header.runId());
  }
}
