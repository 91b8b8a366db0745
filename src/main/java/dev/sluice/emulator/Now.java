package dev.sluice.emulator;

import java.io.IOException;
import java.util.concurrent.Callable;

/** Does work while its client waits. Thread-safe. */
final class Now {
  private final Answers answers;
  private final Sources sources;

  Now(Answers answers, Sources sources) {
    this.answers = answers;
    this.sources = sources;
  }

  /** The result of work on a source, whose bytes are then forgotten; or the client's error. */
  <T> T done(Source source, Callable<T> work) throws IOException {
    try {
      return work.call();
    } catch (Workbench.Unworkable e) {
      throw ApiError.plain(400, "parameter_invalid", e.getMessage());
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("work on " + source.name() + " broke off", e);
    } finally {
      sources.forget(source);
    }
  }

  /** Says in the answer who gave it: the local model, where a picture was looked at, or nobody. */
  void servedBy(Exchange exchange, boolean looked, boolean madeUp) {
    String model = answers.embeddingModel();
    boolean both = looked && madeUp && !model.equals(MadeUpAnswers.NAME);
    exchange.answerHeader(
        "X-Sluice-Emulator",
        both ? model + ", " + MadeUpAnswers.NAME : looked ? model : MadeUpAnswers.NAME);
  }
}
