package dev.sluice.job;

import dev.sluice.calls.JournalUnreachable;
import dev.sluice.calls.SpendingStopped;
import dev.sluice.media.Links;
import dev.sluice.step.ExitCode;
import dev.sluice.step.StepStopped;
import dev.sluice.tables.StoreUnreachable;
import dev.sluice.text.RootCause;
import java.util.Optional;

/**
 * How a command ends that was thrown out of its work.
 *
 * @param exit its exit code
 * @param message why, for a person
 */
public record Failure(ExitCode exit, String message) {
  /** It goes to tables and logs: links in it lose what signs them. */
  public Failure {
    message = message == null ? null : Links.withoutSecrets(message);
  }

  /** What a throwable means; {@link ExitCode#INTERNAL} when nobody foresaw it. */
  public static Failure of(Throwable thrown) {
    if (thrown instanceof StepStopped stopped) {
      return new Failure(stopped.code(), stopped.getMessage());
    }
    Optional<SpendingStopped> spending = SpendingStopped.in(thrown);
    if (spending.isPresent()) {
      return new Failure(exit(spending.get().why()), spending.get().getMessage());
    }
    Optional<String> unreachable =
        JournalUnreachable.in(thrown)
            .map(Throwable::getMessage)
            .or(() -> StoreUnreachable.in(thrown).map(Throwable::getMessage));
    return unreachable
        .map(message -> new Failure(ExitCode.AGAIN, message))
        .orElseGet(() -> new Failure(ExitCode.INTERNAL, RootCause.of(thrown)));
  }

  private static ExitCode exit(SpendingStopped.Why why) {
    return switch (why) {
      case PROVIDER, FAILING -> ExitCode.PROVIDER;
      case BUDGET -> ExitCode.BUDGET;
      case IDLE, AGAIN -> ExitCode.AGAIN;
      case SETTINGS -> ExitCode.USAGE;
    };
  }
}
