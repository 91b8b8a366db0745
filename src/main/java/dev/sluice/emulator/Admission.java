package dev.sluice.emulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** One create on its way: who asked, what the script wants of it, what the log says about it. */
final class Admission {
  private final Exchange exchange;
  private final Operation operation;
  private final int success;
  private final Meter meter;
  private Optional<Fault> fault = Optional.empty();
  private String source = "";
  private String tag;
  private double mediaSec;

  Admission(Exchange exchange, Operation operation, int success, Meter meter) {
    this.exchange = exchange;
    this.operation = operation;
    this.success = success;
    this.meter = meter;
    this.tag = exchange.header("Idempotency-Key").orElse("");
  }

  /** The idempotency key; the real service documents it for questions only. */
  Optional<String> key() {
    return operation == Operation.ANALYZE ? exchange.header("Idempotency-Key") : Optional.empty();
  }

  /** The script has something for it. */
  void meets(Optional<Fault> scripted) {
    fault = scripted;
  }

  /** The HTTP status of success. */
  int success() {
    return success;
  }

  Fate fate() {
    return fault.map(Fault::fate).orElse(Fate.WORKS);
  }

  double mediaSec() {
    return mediaSec;
  }

  /**
   * Says what is asked for.
   *
   * @param name what the log calls it
   * @param customId the client's own name for it
   * @param seconds length of the media as far as it is known, else 0
   */
  void asksFor(String name, Optional<String> customId, double seconds) {
    source = name;
    tag = tag.isEmpty() ? customId.orElse("") : tag;
    mediaSec = seconds;
  }

  /** Counts the media against the limits; the client's error when there is no room. */
  void charge() {
    meter.media(exchange, operation, mediaSec / 60);
  }

  /** Writes what became of it into the log. */
  CreateRecord log(EmulatorLog log, CreateRecord.Outcome outcome, String id, ObjectNode more) {
    int status = fault.map(f -> f.answered(success)).orElse(success);
    return log.add(CreateRecord.of(operation, outcome, id, source, tag, status), more);
  }

  /** Counts and logs a request that was answered at once. */
  void answered(EmulatorLog log, String id) {
    charge();
    log(
        log,
        CreateRecord.Outcome.ACCEPTED,
        id,
        JsonNodeFactory.instance.objectNode().put("media_sec", mediaSec));
  }

  /** Writes into the log that nothing was accepted. */
  void logRefusal(EmulatorLog log, int status) {
    CreateRecord.Outcome outcome =
        status == 429 ? CreateRecord.Outcome.THROTTLED : CreateRecord.Outcome.REFUSED;
    log.add(
        CreateRecord.of(operation, outcome, "", source, tag, status),
        JsonNodeFactory.instance.objectNode());
  }
}
