package dev.sluice.emulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Takes every request through key, limit and script of faults to its route. Thread-safe. */
final class Router implements HttpHandler {
  /** Where the parts of an upload go: outside the API, without a key. */
  private static final String PART = "PUT /parts/{id}";

  /** Every route, with ids replaced. */
  static final List<String> ROUTES =
      List.of(
          "POST /assets",
          "GET /assets",
          "GET /assets/{id}",
          "DELETE /assets/{id}",
          "POST /assets/multipart-uploads",
          "GET /assets/multipart-uploads",
          "GET /assets/multipart-uploads/{id}",
          "POST /assets/multipart-uploads/{id}",
          "POST /assets/multipart-uploads/{id}/presigned-urls",
          PART,
          "POST /embed-v2/tasks",
          "GET /embed-v2/tasks",
          "GET /embed-v2/tasks/{id}",
          "POST /analyze/tasks",
          "GET /analyze/tasks",
          "GET /analyze/tasks/{id}",
          "DELETE /analyze/tasks/{id}");

  private static final Logger LOG = Logger.getLogger(Router.class.getName());

  private final EmulatorConf conf;
  private final Answers answers;
  private final Admin admin;
  private final Door door;
  private final AssetRoutes assets;
  private final UploadRoutes uploads;
  private final EmbedRoutes embeds;
  private final AnalyzeRoutes analyses;

  /**
   * What stands between a request and its route.
   *
   * @param log counts it
   * @param faults make it go wrong
   * @param meter limits it
   */
  record Door(EmulatorLog log, Faults faults, Meter meter) {}

  Router(
      EmulatorConf conf,
      Answers answers,
      Door door,
      AssetRoutes assets,
      UploadRoutes uploads,
      EmbedRoutes embeds,
      AnalyzeRoutes analyses) {
    this.conf = conf;
    this.answers = answers;
    this.door = door;
    this.admin = new Admin(door.log(), door.faults());
    this.assets = assets;
    this.uploads = uploads;
    this.embeds = embeds;
    this.analyses = analyses;
  }

  @Override
  public void handle(HttpExchange http) throws IOException {
    List<String> path =
        Arrays.stream(http.getRequestURI().getPath().split("/")).filter(s -> !s.isEmpty()).toList();
    boolean ours = !path.isEmpty() && path.get(0).equals("_emulator");
    boolean versioned = !path.isEmpty() && path.get(0).equals("v1.3");
    boolean part = path.size() == 3 && path.get(0).equals("parts");
    Exchange exchange =
        new Exchange(
            http, part ? path : ours || versioned ? path.subList(1, path.size()) : List.of());
    String route = exchange.method() + " " + pattern(exchange.path());
    try {
      exchange.answerHeader("X-Sluice-Emulator", servedBy(exchange.path()));
      if (ours) {
        admin.route(exchange, route);
        return;
      }
      if (!route.equals(PART) && !conf.accepts(exchange.header("x-api-key").orElse(null))) {
        throw ApiError.badKey();
      }
      Optional<Operation> operation = Operation.at(route);
      if (operation.isPresent()) {
        create(exchange, operation.get());
      } else if (!isMet(exchange, route, door.faults().take(route), status -> {})) {
        route(exchange, route);
      }
    } catch (ApiError e) {
      exchange.discardBody();
      exchange.send(e.status(), e.body());
    } catch (IOException e) {
      http.close();
      LOG.log(Level.FINE, "a client went away", e);
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "the emulator failed on " + route, e);
      exchange.send(500, ApiError.internal().body());
    } finally {
      if (!ours) {
        door.log().answered(route, Math.max(0, http.getResponseCode()));
      }
    }
  }

  private void route(Exchange exchange, String route) throws IOException {
    String id = exchange.path().isEmpty() ? "" : exchange.path().get(exchange.path().size() - 1);
    switch (route) {
      case "GET /assets" -> assets.list(exchange);
      case "GET /assets/{id}" -> assets.get(exchange, id);
      case "DELETE /assets/{id}" -> assets.delete(exchange, id);
      case "POST /assets/multipart-uploads" -> {
        door.meter().request(exchange, Operation.UPLOAD);
        uploads.begin(exchange);
      }
      case "GET /assets/multipart-uploads" -> uploads.list(exchange);
      case "GET /assets/multipart-uploads/{id}" -> uploads.get(exchange, id);
      case "POST /assets/multipart-uploads/{id}" -> uploads.report(exchange, id, door.meter());
      case "POST /assets/multipart-uploads/{id}/presigned-urls" ->
          uploads.moreLinks(exchange, exchange.path().get(2));
      case PART -> uploads.part(exchange);
      case "GET /embed-v2/tasks" -> embeds.list(exchange);
      case "GET /embed-v2/tasks/{id}" -> embeds.get(exchange, id);
      case "GET /analyze/tasks" -> analyses.list(exchange);
      case "GET /analyze/tasks/{id}" -> analyses.get(exchange, id);
      case "DELETE /analyze/tasks/{id}" -> analyses.delete(exchange, id);
      default ->
          throw ApiError.plain(
              404,
              "not_found",
              "%s %s is not a route of the emulator."
                  .formatted(exchange.method(), String.join("/", exchange.path())));
    }
  }

  private void create(Exchange exchange, Operation operation) throws IOException {
    Admission admission = new Admission(exchange, operation, door.meter());
    try {
      door.meter().request(exchange, operation);
      Optional<Fault> fault = door.faults().take(operation.route());
      admission.meets(fault);
      if (isMet(
          exchange, operation.route(), fault, status -> admission.logRefusal(door.log(), status))) {
        return;
      }
      switch (operation) {
        case UPLOAD -> assets.create(exchange, admission);
        case EMBED -> embeds.create(exchange, admission);
        case ANALYZE -> analyses.create(exchange, admission);
      }
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
      Exchange exchange, String route, Optional<Fault> scripted, IntConsumer before)
      throws IOException {
    if (scripted.isEmpty()) {
      return false;
    }
    Fault fault = scripted.get();
    Mischief.refuse(fault, exchange, route, door.meter());
    if (!fault.isInstead()) {
      exchange.spoil(fault);
      return false;
    }
    int success = Operation.at(route).map(Operation::success).orElse(200);
    before.accept(fault.answered(success));
    Mischief.instead(fault, exchange, success);
    return true;
  }

  /** What answers a route; an upload may go to either model. */
  private String servedBy(List<String> path) {
    return switch (path.isEmpty() ? "" : path.get(0)) {
      case "embed-v2" -> answers.embeddingModel();
      case "analyze" -> answers.answerModel();
      default -> answers.allModels();
    };
  }

  /** The path with its id replaced, so that counters and routes have few names. */
  private static String pattern(List<String> path) {
    if (!path.isEmpty() && path.get(0).equals("parts")) {
      return "/parts/{id}";
    }
    boolean inParts = path.size() > 1 && path.get(1).equals("multipart-uploads");
    int fixed = !inParts && (path.isEmpty() || path.get(0).equals("assets")) ? 1 : 2;
    if (path.size() > fixed) {
      List<String> named = new ArrayList<>(path);
      named.set(fixed, "{id}");
      return "/" + String.join("/", named);
    }
    return "/" + String.join("/", path);
  }
}
