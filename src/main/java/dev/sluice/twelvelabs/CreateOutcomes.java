package dev.sluice.twelvelabs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.CallOutcome.Fatal;
import dev.sluice.provider.CallOutcome.FatalCause;
import dev.sluice.provider.CallOutcome.Later;
import dev.sluice.provider.CallOutcome.Pending;
import dev.sluice.provider.CallOutcome.Refused;
import dev.sluice.provider.CallOutcome.SourceGone;
import dev.sluice.provider.CallOutcome.Unread;
import dev.sluice.provider.CallOutcome.Unsure;
import dev.sluice.provider.ProviderRef;
import dev.sluice.provider.Usage;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the answer to a create means. Pure. The rule behind every line: when it may have been
 * accepted, it is {@link Unsure}, because guessing "no" pays twice.
 */
final class CreateOutcomes {
  private static final Duration ASSET_PAUSE = Duration.ofSeconds(5);
  private static final Duration NOT_SENT_PAUSE = Duration.ofSeconds(1);
  private static final Pattern NOT_READY =
      Pattern.compile(
          "(?i)\\bnot (yet )?(been )?(ready|processed)\\b|\\b(still|is) (being )?process");

  /** Faults of a request's form, which all requests have: no verdict on a video. */
  private static final Set<String> FORM =
      Set.of(
          "content_type_invalid",
          "parameter_not_provided",
          "parameter_unknown",
          "tags_not_allowed");

  /** What is answered at once has no id; this names its route. */
  private static final ProviderRef NO_TASK = new ProviderRef("embed-v2");

  private final Refusals refusals;
  private final EmulatorMark mark;

  CreateOutcomes(Refusals refusals, EmulatorMark mark) {
    this.refusals = refusals;
    this.mark = mark;
  }

  /**
   * Maps one exchange.
   *
   * @param asset the asset that the request refers to, or empty
   */
  CallOutcome of(Operation operation, Optional<ProviderRef> asset, Exchange exchange) {
    if (exchange instanceof Exchange.Answered answered) {
      Reply reply = answered.reply();
      return reply.isSuccess() ? accepted(operation, reply) : refused(operation, asset, reply);
    }
    if (exchange instanceof Exchange.NotSent notSent) {
      return new Later(NOT_SENT_PAUSE, notSent.message());
    }
    if (exchange instanceof Exchange.SourceFailed failed) {
      return new Unread(failed.code(), failed.lasting(), failed.message());
    }
    if (exchange instanceof Exchange.TooLarge tooLarge) {
      return new Unsure(tooLarge.message());
    }
    return new Unsure(((Exchange.Lost) exchange).message());
  }

  /** Maps one exchange whose answer holds what was asked for. */
  CallOutcome answered(Optional<ProviderRef> asset, Exchange exchange) {
    if (!(exchange instanceof Exchange.Answered answered) || !answered.reply().isSuccess()) {
      return of(Operation.EMBED, asset, exchange);
    }
    Reply reply = answered.reply();
    Optional<TaskState> state = TaskState.atOnce(reply.body());
    if (state.isEmpty()) {
      return new Unsure("status %d, but no vectors".formatted(reply.status()));
    }
    return mark.mismatch(reply)
        .<CallOutcome>map(refusals::wrongAddress)
        .orElseGet(
            () ->
                new CallOutcome.Done(
                    reply.body(),
                    state.get().usage(),
                    NO_TASK,
                    mark.servedBy(reply, state.get().model())));
  }

  /** Maps one exchange that asked for something to be deleted; a second time it is not there. */
  CallOutcome deleted(Operation operation, ProviderRef ref, Exchange exchange) {
    if (exchange instanceof Exchange.Answered answered) {
      Reply reply = answered.reply();
      if (reply.isSuccess()) {
        return new CallOutcome.Done(new byte[0], Usage.NONE, ref, "");
      }
      ErrorBody error = ErrorBody.of(reply.body());
      if (Refusals.NOT_FOUND.contains(error.code()) && refusals.general(reply, error).isEmpty()) {
        return new SourceGone(
            refusals.say("the %s is not there".formatted(operation.noun()), reply.status(), error));
      }
    }
    return of(operation, Optional.empty(), exchange);
  }

  private CallOutcome accepted(Operation operation, Reply reply) {
    Optional<String> id =
        UploadRef.begun(reply.body())
            .map(upload -> upload.ref().id())
            .or(() -> Json.object(reply.body()).map(CreateOutcomes::id).filter(Ids::isOne));
    if (id.isEmpty()) {
      return new Unsure(
          "status %d, but no id of the new %s".formatted(reply.status(), operation.noun()));
    }
    return mark.mismatch(reply)
        .<CallOutcome>map(refusals::wrongAddress)
        .orElseGet(() -> new Pending(new ProviderRef(id.get()), refusals.left(reply)));
  }

  private static String id(JsonNode body) {
    return body.hasNonNull("_id") ? body.path("_id").asText() : body.path("task_id").asText("");
  }

  private CallOutcome refused(Operation operation, Optional<ProviderRef> asset, Reply reply) {
    int status = reply.status();
    ErrorBody error = ErrorBody.of(reply.body());
    if (status >= 500 || status == 408 || error.code().equals("request_canceled_or_timed_out")) {
      return new Unsure(
          refusals.say("the provider failed after it had the request", status, error));
    }
    Optional<CallOutcome> general = refusals.general(reply, error);
    if (general.isPresent()) {
      return general.get();
    }
    if (asset.isPresent() && isAboutAsset(operation, asset.get(), error)) {
      return ofAsset(status, error);
    }
    if (status == 409) {
      return new Unsure(refusals.say("in conflict with an earlier request", status, error));
    }
    if (status == 403 && error.code().equals(Refusals.FOREIGN)) {
      return new Fatal(FatalCause.BAD_KEY, refusals.say("another account's", status, error));
    }
    // Of an upload it may be the file's type, and the next file has another.
    if (FORM.contains(error.code()) || (status == 415 && operation != Operation.UPLOAD)) {
      return new Fatal(
          FatalCause.NOT_UNDERSTOOD, refusals.say("our request is not understood", status, error));
    }
    String code = error.code().isEmpty() ? "http_" + status : error.code();
    return new Refused(code, refusals.say("refused", status, error));
  }

  private CallOutcome ofAsset(int status, ErrorBody error) {
    if (Refusals.NOT_FOUND.contains(error.code()) || error.code().equals(Refusals.FOREIGN)) {
      return new SourceGone(refusals.say("the asset is not there", status, error));
    }
    return new Later(ASSET_PAUSE, refusals.say("the asset is not ready", status, error));
  }

  /** Only what says that the asset is missing or not ready; other faults of it are refusals. */
  private static boolean isAboutAsset(Operation operation, ProviderRef asset, ErrorBody error) {
    String message = error.message().toLowerCase(Locale.ROOT);
    boolean named = message.contains("asset") || message.contains(asset.id());
    boolean missing =
        error.code().equals("resource_not_exist")
            || error.code().equals(Refusals.FOREIGN)
            || (Refusals.NOT_FOUND.contains(error.code()) && named);
    // Indexing names an index too, which may be what is missing or another account's.
    boolean isIt = operation != Operation.INDEXED || message.contains(asset.id());
    // A failed asset is "not ready" too, and never will be.
    boolean notReady =
        error.code().equals("asset_not_ready")
            || (named && NOT_READY.matcher(message).find() && !message.contains("failed"));
    return (missing && isIt) || notReady;
  }
}
