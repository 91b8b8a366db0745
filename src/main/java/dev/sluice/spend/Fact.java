package dev.sluice.spend;

import java.time.Instant;

/**
 * What a journal says about one generation of a work. Every fact carries the whole header, so that
 * the ledger can be written from the last fact alone.
 *
 * @param name which work, generation and kind
 * @param header what the work is and who does it
 * @param at when this fact was stored
 * @param ref the provider's id; empty before {@code created}
 * @param answer what came back; for others, what it may be billed for at most
 */
public record Fact(FactName name, Header header, Instant at, String ref, Answer answer) {

  /**
   * What the work is.
   *
   * @param operation {@code asset}, {@code embed}, {@code embed_text} or {@code analyze}
   * @param provider namespace
   * @param model model asked for; empty for assets
   * @param contentId content it is about
   * @param runId the run that asked
   * @param task where it ran, for example {@code stage 3 task 12 attempt 0}
   * @param requestedAt when the intent was stored
   * @param attempts creates sent for this generation so far
   * @param source what was sent as the source, in a form that names and opens nothing; empty when
   *     it is not known
   */
  public record Header(
      String operation,
      String provider,
      String model,
      String contentId,
      String runId,
      String task,
      Instant requestedAt,
      int attempts,
      String source) {
    /** A header of which the source is not known. */
    public Header(
        String operation,
        String provider,
        String model,
        String contentId,
        String runId,
        String task,
        Instant requestedAt,
        int attempts) {
      this(operation, provider, model, contentId, runId, task, requestedAt, attempts, "");
    }
  }

  /**
   * What came back; before that, what may be billed at most.
   *
   * @param servedBy model that answered; may be empty
   * @param mediaMinutes minutes processed
   * @param inputTokens tokens sent
   * @param outputTokens tokens answered
   * @param code error code; empty when done
   * @param message error message; empty when done
   * @param body raw answer, gzip; empty unless done
   */
  public record Answer(
      String servedBy,
      double mediaMinutes,
      long inputTokens,
      long outputTokens,
      String code,
      String message,
      byte[] body) {
    /**
     * Nothing came back yet, and this is the most that it will be billed for.
     *
     * @param mediaMinutes minutes of media
     * @param outputTokens tokens answered
     */
    public static Answer atMost(double mediaMinutes, long outputTokens) {
      return new Answer("", mediaMinutes, 0, outputTokens, "", "", new byte[0]);
    }

    /** An answer that says no. */
    public static Answer no(String code, String message) {
      return new Answer("", 0, 0, 0, code, message, new byte[0]);
    }
  }
}
