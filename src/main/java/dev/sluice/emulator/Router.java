package dev.sluice.emulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Takes every request through key, limit and script of faults to its route. Thread-safe. */
final class Router implements HttpHandler {
  private static final Logger LOG = Logger.getLogger(Router.class.getName());

  private final EmulatorConf conf;
  private final Answers answers;
  private final Admin admin;
  private final Door door;
  private final Routes routes;

  /**
   * What stands between a request and its route.
   *
   * @param log counts it
   * @param faults make it go wrong
   * @param meter limits it
   */
  record Door(EmulatorLog log, Faults faults, Meter meter) {}

  Router(EmulatorConf conf, Answers answers, Door door, Routes routes) {
    this.conf = conf;
    this.answers = answers;
    this.door = door;
    this.admin = new Admin(door.log(), door.faults());
    this.routes = routes;
  }

  @Override
  public void handle(HttpExchange http) throws IOException {
    List<String> path =
        Arrays.stream(http.getRequestURI().getPath().split("/")).filter(s -> !s.isEmpty()).toList();
    boolean ours = !path.isEmpty() && path.get(0).equals("_emulator");
    boolean versioned = !path.isEmpty() && path.get(0).equals("v1.3");
    boolean part = !path.isEmpty() && path.get(0).equals(UploadRoutes.PARTS);
    List<String> shown = part ? path : ours || versioned ? path.subList(1, path.size()) : List.of();
    Exchange exchange = new Exchange(http, shown, conf.assumptions());
    Optional<Routes.Match> match =
        ours ? Optional.empty() : routes.match(exchange.method(), exchange.path());
    match.ifPresent(found -> exchange.matched(found.route().name(), found.ids()));
    if (!ours) {
      // Before the answer: who has it may ask at once how many there were.
      door.log().arrived(exchange.route());
    }
    try {
      exchange.answerHeader("X-Sluice-Emulator", servedBy(exchange.path()));
      if (ours) {
        admin.route(exchange);
        return;
      }
      if (exchange.assumes(Assumption.API_VERSION)) {
        exchange.answerHeader("X-Api-Version", "v1.3");
      }
      Routes.Route route = match.map(Routes.Match::route).orElse(null);
      if (!(route instanceof Routes.Open)
          && !conf.accepts(exchange.header("x-api-key").orElse(null))) {
        throw ApiError.badKey();
      }
      if (route == null) {
        throw ApiError.noRoute(exchange);
      }
      answer(exchange, route);
    } catch (ApiError e) {
      exchange.discardBody();
      exchange.send(e);
    } catch (IOException e) {
      http.close();
      LOG.log(Level.FINE, "a client went away", e);
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "the emulator failed on " + exchange.route(), e);
      exchange.send(ApiError.internal());
    } finally {
      if (!ours) {
        door.log().answered(Math.max(0, http.getResponseCode()));
      }
    }
  }

  private void answer(Exchange exchange, Routes.Route route) throws IOException {
    if (route instanceof Routes.Paid paid) {
      create(exchange, paid);
      return;
    }
    if (isMet(exchange, 200, door.faults().take(route.name()), status -> {})) {
      return;
    }
    if (route instanceof Routes.Free free) {
      free.handler().handle(exchange);
    } else if (route instanceof Routes.Open open) {
      open.handler().handle(exchange);
    }
  }

  private void create(Exchange exchange, Routes.Paid route) throws IOException {
    Operation operation = route.operation().of(exchange);
    Admission admission = new Admission(exchange, operation, route.success(), door.meter());
    try {
      door.meter().request(exchange, operation);
      Optional<Fault> fault = door.faults().take(route.name());
      admission.meets(fault);
      if (isMet(
          exchange, route.success(), fault, status -> admission.logRefusal(door.log(), status))) {
        return;
      }
      route.creating().handle(exchange, admission);
    } catch (ApiError e) {
      admission.logRefusal(door.log(), e.status());
      throw e;
    }
  }

  /**
   * Whether a fault came instead of what was asked for; another one waits for the answer.
   *
   * @param before takes the status that is about to be sent, 0 for none
   */
  private boolean isMet(
      Exchange exchange, int success, Optional<Fault> scripted, IntConsumer before)
      throws IOException {
    if (scripted.isEmpty()) {
      return false;
    }
    Fault fault = scripted.get();
    Mischief.refuse(fault, exchange, door.meter());
    if (!fault.isInstead()) {
      exchange.spoil(fault);
      return false;
    }
    before.accept(fault.answered(success));
    Mischief.instead(fault, exchange, success);
    return true;
  }

  /** What answers a route; an upload may go to either model. */
  private String servedBy(List<String> path) {
    return switch (path.isEmpty() ? "" : path.get(0)) {
      case "embed-v2", "indexes", "tasks", "search" -> answers.embeddingModel();
      case "analyze" -> answers.answerModel();
      default -> answers.allModels();
    };
  }
}
