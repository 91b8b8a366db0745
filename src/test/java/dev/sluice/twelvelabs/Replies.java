package dev.sluice.twelvelabs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.ProviderRef;
import dev.sluice.testing.WireContract;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Answers as plain data, and the policies that read them, for tests without HTTP. */
final class Replies {
  static final String KEY = "tlk_TESTKEY0123456789";
  static final ProviderRef ASSET = new ProviderRef("66f0a1b2c3d4e5f60718293a");
  static final ProviderRef TASK = new ProviderRef("66f0a1b2c3d4e5f607182940");
  static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-20T10:00:00Z"));
  static final Scrub SCRUB = new Scrub(new ApiKey(KEY));
  static final Refusals REFUSALS = new Refusals(SCRUB, CLOCK);

  private Replies() {}

  static Exchange answer(int status, String body) {
    return answer(status, body, Map.of());
  }

  static Exchange answer(int status, String body, Map<String, String> headers) {
    return new Exchange.Answered(new Reply(status, headers, body.getBytes(UTF_8)));
  }

  static Exchange contract(int status, String name) {
    return answer(status, WireContract.of(name).body());
  }

  static String flat(String code, String message) {
    return "{\"code\":\"%s\",\"message\":\"%s\"}".formatted(code, message);
  }

  /** What a create that refers to {@link #ASSET} makes of it. */
  static CallOutcome created(Exchange exchange) {
    return created(Operation.EMBED, exchange);
  }

  static CallOutcome created(Operation operation, Exchange exchange) {
    return new CreateOutcomes(REFUSALS, new EmulatorMark("twelvelabs"))
        .of(operation, Optional.of(ASSET), exchange);
  }

  static CallOutcome looked(Operation operation, Exchange exchange) {
    return new LookOutcomes(REFUSALS, new EmulatorMark("twelvelabs"), SCRUB)
        .of(operation, TASK, exchange);
  }
}
