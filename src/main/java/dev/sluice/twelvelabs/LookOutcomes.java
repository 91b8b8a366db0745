package dev.sluice.twelvelabs;

import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.CallOutcome.Done;
import dev.sluice.provider.CallOutcome.Failed;
import dev.sluice.provider.CallOutcome.Fatal;
import dev.sluice.provider.CallOutcome.FatalCause;
import dev.sluice.provider.CallOutcome.Pending;
import dev.sluice.provider.CallOutcome.Refused;
import dev.sluice.provider.CallOutcome.SourceGone;
import dev.sluice.provider.ProviderRef;
import java.util.Locale;
import java.util.Optional;

/**
 * What the answer to a look means. Pure. Anything that a later look may change is {@link Pending}
 * or {@link CallOutcome.Throttled}: a task that was paid for is given up only on the provider's own
 * word.
 */
final class LookOutcomes {
  private final Refusals refusals;
  private final EmulatorMark mark;
  private final Scrub scrub;

  LookOutcomes(Refusals refusals, EmulatorMark mark, Scrub scrub) {
    this.refusals = refusals;
    this.mark = mark;
    this.scrub = scrub;
  }

  /** Maps the last exchange of a look. */
  CallOutcome of(Operation operation, ProviderRef ref, Exchange exchange) {
    if (exchange instanceof Exchange.Answered answered) {
      Reply reply = answered.reply();
      return reply.isSuccess() ? found(operation, ref, reply) : refused(operation, ref, reply);
    }
    if (exchange instanceof Exchange.TooLarge tooLarge) {
      return new Refused("answer_too_large", tooLarge.message());
    }
    return new Pending(ref);
  }

  private CallOutcome found(Operation operation, ProviderRef ref, Reply reply) {
    Optional<String> mismatch = mark.mismatch(reply);
    if (mismatch.isPresent()) {
      return refusals.wrongAddress(mismatch.get());
    }
    Optional<TaskState> read = TaskState.read(operation, reply.body());
    if (read.isEmpty()) {
      return new Pending(ref);
    }
    TaskState state = read.get();
    switch (StatusWords.state(state.status())) {
      case GAVE_UP -> {
        return new Failed(failureCode(operation, state), failureMessage(operation, state));
      }
      case RUNNING -> {
        return new Pending(ref);
      }
      case READY -> {}
    }
    if (state.hasResult()) {
      return new Done(
          Scrub.withoutSignatures(reply.body()),
          state.usage(),
          ref,
          mark.servedBy(reply, state.model()));
    }
    String empty = "the " + operation.noun() + " is ready but holds no result";
    return operation.isTask()
        ? new Refused("empty_result", empty)
        : new Failed("empty_result", empty);
  }

  private CallOutcome refused(Operation operation, ProviderRef ref, Reply reply) {
    int status = reply.status();
    ErrorBody error = ErrorBody.of(reply.body());
    if (RetryPolicy.isPassing(status) && status != 429) {
      return new Pending(ref);
    }
    Optional<CallOutcome> general = refusals.general(reply, error);
    if (general.isPresent()) {
      return general.get();
    }
    if (Refusals.NOT_FOUND.contains(error.code())) {
      String said = refusals.say("the " + operation.noun() + " is not there", status, error);
      return operation.isTask() ? new Failed(Failed.EXPIRED, said) : new SourceGone(said);
    }
    if (error.code().equals(Refusals.FOREIGN)) {
      String said =
          refusals.say("the " + operation.noun() + " belongs to another account", status, error);
      return operation.isTask() ? new Fatal(FatalCause.BAD_KEY, said) : new SourceGone(said);
    }
    String code = error.code().isEmpty() ? "http_" + status : error.code();
    return new Refused(code, refusals.say("looking was refused", status, error));
  }

  private static String failureCode(Operation operation, TaskState state) {
    if (!state.errorCode().isEmpty()) {
      return state.errorCode();
    }
    String status = state.status().toLowerCase(Locale.ROOT);
    if (status.equals("failed") || status.equals("error")) {
      return operation == Operation.UPLOAD ? "asset_failed" : "task_failed";
    }
    return status;
  }

  private String failureMessage(Operation operation, TaskState state) {
    return state.errorMessage().isEmpty()
        ? "the provider gave the " + operation.noun() + " up without saying why"
        : scrub.clean(state.errorMessage());
  }
}
