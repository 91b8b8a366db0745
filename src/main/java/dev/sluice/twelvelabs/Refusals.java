package dev.sluice.twelvelabs;

import dev.sluice.provider.Allowance;
import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.CallOutcome.Fatal;
import dev.sluice.provider.CallOutcome.FatalCause;
import dev.sluice.provider.CallOutcome.Throttled;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What error answers mean whatever was asked: stop everywhere, or come back later. Pure. */
final class Refusals {
  static final Set<String> NOT_FOUND = Set.of("resource_not_exist", "not_found", "NOT_FOUND");

  /** The resource is there, and belongs to another account. */
  static final String FOREIGN = "read_not_allowed";

  private static final Set<String> BAD_KEY =
      Set.of(
          "api_key_invalid",
          "api_not_allowed",
          "api_allowed_for_paid_plan",
          "api_upgrade_required",
          "region_not_allowed",
          "unauthorized",
          "unauthorized_request");
  private static final Set<String> NO_FUNDS = Set.of("usage_limit_exceeded", "insufficient_funds");
  private static final Set<String> THROTTLED = Set.of("too_many_requests", "RATE_LIMIT_EXCEEDED");

  private static final Pattern UNKNOWN_PATH = Pattern.compile("(?i)\\b(route|endpoint|path)\\b");
  private static final Pattern MODEL =
      Pattern.compile("(?i)\\b(model_name|this model|requested model|marengo|pegasus)");
  private static final Pattern WITHDRAWN =
      Pattern.compile("(?i)\\b(sunset|no longer (supported|available)|retired)\\b");
  private static final Pattern SUCCESSOR =
      Pattern.compile("(?i)\\buse (?:model )?[`'\"]?((?:marengo|pegasus)[\\w.-]*\\w)");

  private final Scrub scrub;
  private final InstantSource clock;

  Refusals(Scrub scrub, InstantSource clock) {
    this.scrub = scrub;
    this.clock = clock;
  }

  /** What an answer says is left of the limit on requests. */
  Optional<Allowance> left(Reply reply) {
    return Pauses.left(reply, clock);
  }

  /** The meaning that does not depend on what was asked, or empty. For any status but 2xx. */
  Optional<CallOutcome> general(Reply reply, ErrorBody error) {
    int status = reply.status();
    if (status < 200 || (status >= 300 && status < 400)) {
      return Optional.of(
          wrongAddress("it answers with status " + status + ", and redirects are not followed"));
    }
    if (NO_FUNDS.contains(error.code()) || status == 402) {
      return fatal(FatalCause.NO_FUNDS, "the account has no credit left", status, error);
    }
    if (status == 429 || THROTTLED.contains(error.code())) {
      return Optional.of(
          new Throttled(Pauses.of(reply, error, clock), say("rate limit reached", status, error)));
    }
    if (status == 401 || BAD_KEY.contains(error.code())) {
      return fatal(FatalCause.BAD_KEY, "the key was not accepted", status, error);
    }
    if (status == 403 && error.code().isEmpty()) {
      return fatal(FatalCause.BAD_KEY, "access was denied", status, error);
    }
    if (isWithdrawn(error)) {
      return fatal(FatalCause.SUNSET_MODEL, withdrawn(error), status, error);
    }
    if (isNotOurApi(status, error)) {
      return Optional.of(
          wrongAddress("it does not know the path asked for (status " + status + ")"));
    }
    return Optional.empty();
  }

  Fatal wrongAddress(String why) {
    return new Fatal(
        FatalCause.WRONG_ADDRESS,
        scrub.clean("this is not the TwelveLabs v1.3 API: " + why + "; check the base address"));
  }

  /** A sentence with what the provider said, free of secrets. */
  String say(String what, int status, ErrorBody error) {
    StringBuilder text = new StringBuilder(what).append(" (").append(status);
    if (!error.code().isEmpty()) {
      text.append(' ').append(error.code());
    }
    text.append(')');
    if (!error.message().isEmpty()) {
      text.append(": ").append(error.message());
    }
    return scrub.clean(text.toString());
  }

  private Optional<CallOutcome> fatal(FatalCause cause, String what, int status, ErrorBody error) {
    return Optional.of(new Fatal(cause, say(what, status, error)));
  }

  /** Gateways and web servers answer unknown paths without a code, or name the path. */
  private static boolean isNotOurApi(int status, ErrorBody error) {
    if (error.code().equalsIgnoreCase("not_found")) {
      return UNKNOWN_PATH.matcher(error.message()).find();
    }
    return error.code().isEmpty()
        && (status == 404 || status == 405 || status == 407 || (status == 400 && !error.json()));
  }

  private static boolean isWithdrawn(ErrorBody error) {
    return error.code().contains("sunset")
        || (MODEL.matcher(error.message()).find() && WITHDRAWN.matcher(error.message()).find());
  }

  private static String withdrawn(ErrorBody error) {
    Matcher successor = SUCCESSOR.matcher(error.message());
    return successor.find()
        ? "the model has been withdrawn; use " + successor.group(1)
        : "the model has been withdrawn; choose its successor in the job";
  }
}
