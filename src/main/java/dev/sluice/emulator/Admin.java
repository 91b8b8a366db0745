package dev.sluice.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What is for those who run the emulator, under {@code /_emulator}: no key, no limit, no fault. */
final class Admin {
  private static final int LINES_AT_ONCE = 10_000;

  private final EmulatorLog log;
  private final Faults faults;

  Admin(EmulatorLog log, Faults faults) {
    this.log = log;
    this.faults = faults;
  }

  void route(Exchange exchange) throws IOException {
    switch (exchange.route()) {
      case "GET /log" -> exchange.send(200, log.json());
      case "GET /creates" -> creates(exchange);
      case "GET /faults" -> exchange.send(200, script());
      case "POST /faults" -> {
        script(new Fields(exchange.json(), ""));
        exchange.send(200, script());
      }
      case "DELETE /faults" -> {
        faults.clear();
        exchange.send(200, script());
      }
      default -> throw ApiError.noRoute(exchange);
    }
  }

  private void creates(Exchange exchange) throws IOException {
    long since = number(exchange.query("since").orElse("0"));
    exchange.answerHeader("Content-Type", "application/x-ndjson");
    try (OutputStream out = exchange.begin(200, 0)) {
      List<CreateRecord> creates = log.createsSince(since, LINES_AT_ONCE);
      while (!creates.isEmpty()) {
        for (CreateRecord create : creates) {
          out.write(Exchange.JSON.writeValueAsBytes(create.json()));
          out.write('\n');
        }
        creates = log.createsSince(creates.get(creates.size() - 1).n(), LINES_AT_ONCE);
      }
    }
  }

  private ObjectNode script() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode rules = json.putArray("faults");
    for (Faults.Rule rule : faults.script()) {
      rules.addObject().put("route", rule.route()).put("fault", rule.fault().key());
    }
    return json;
  }

  private void script(Fields rule) {
    rule.only(Set.of("operation", "route", "fault", "times", "share", "seed", "seconds"));
    try {
      String route =
          rule.text("route")
              .or(() -> rule.text("operation").map(key -> Operation.of(key).route()))
              .orElseThrow(() -> ApiError.missing("operation or route"));
      Fault fault = Fault.of(rule.text("fault").orElseThrow(() -> ApiError.missing("fault")));
      JsonNode json = rule.json();
      if (json.has("share")) {
        long seed = (long) rule.number("seed", Long.MIN_VALUE, Long.MAX_VALUE).orElse(0);
        faults.some(route, fault, rule.number("share", 0, 1).orElseThrow(), seed);
      } else if (json.has("seconds")) {
        double seconds = rule.number("seconds", 0, 1e6).orElseThrow();
        faults.during(route, fault, Duration.ofMillis((long) (seconds * 1000)));
      } else {
        faults.next(route, fault, (int) rule.number("times", 1, 1e6).orElse(1));
      }
    } catch (IllegalArgumentException e) {
      throw ApiError.plain(400, "parameter_invalid", e.getMessage());
    }
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw ApiError.invalid("since", "It must be a number.");
    }
  }
}
