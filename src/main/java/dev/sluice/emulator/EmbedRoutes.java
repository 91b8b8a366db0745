package dev.sluice.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Embed tasks: {@code /embed-v2/tasks}. */
final class EmbedRoutes implements Kind<Embedding, EmbedTask> {
  private static final Duration SHOWN = Duration.ofDays(7);

  private final Works<Embedding, EmbedTask> works;
  private final Sources sources;
  private final Answers answers;
  private final Clock clock;

  EmbedRoutes(Room room, Sources sources) {
    this.works = room.works(this);
    this.sources = sources;
    this.answers = room.answers();
    this.clock = room.clock();
  }

  void to(Routes routes) {
    routes
        .paid("POST /embed-v2/tasks", Operation.EMBED, 202, this::create)
        .on("GET /embed-v2/tasks", this::list)
        .on("GET /embed-v2/tasks/{id}", this::get);
  }

  Works<Embedding, EmbedTask> works() {
    return works;
  }

  private void create(Exchange exchange, Admission admission) throws IOException {
    ObjectNode request = exchange.json();
    EmbedOrder order = EmbedOrder.read(new Fields(request, ""), sources::read, answers);
    admission.asksFor(order.source().name(), Optional.empty(), order.lengthSec(answers));
    EmbedTask task = works.accept(admission, request, piece -> new EmbedTask(piece, order));
    exchange.answerHeader("Location", "/v1.3/embed-v2/tasks/" + task.piece().id());
    exchange.answer(admission.success(), task.created());
  }

  private void list(Exchange exchange) throws IOException {
    Instant from = exchange.instant("started_at").orElse(clock.instant().minus(SHOWN));
    Instant to = exchange.instant("ended_at").orElse(Instant.ofEpochMilli(Long.MAX_VALUE / 2));
    Paging paging = Paging.of(exchange);
    exchange.answer(
        200,
        paging.answer(
            works.shelf().page(from, to, exchange.queries("status"), paging), EmbedTask::row));
  }

  private void get(Exchange exchange) throws IOException {
    String id = exchange.id(0);
    EmbedTask task =
        works
            .shelf()
            .find(id)
            .orElseThrow(
                () -> ApiError.wrapped(404, "NOT_FOUND", "The task " + id + " does not exist."));
    exchange.answer(200, task.detail());
  }

  @Override
  public Operation operation() {
    return Operation.EMBED;
  }

  @Override
  public String firstWord() {
    return "processing";
  }

  @Override
  public EmbedTask remade(Piece<Embedding> piece, ObjectNode kept) {
    Fields request = new Fields(kept, "");
    return new EmbedTask(piece, EmbedOrder.read(request, sources::remembered, answers));
  }

  @Override
  public Embedding work(EmbedTask task) throws Exception {
    return answers.embed(task.order());
  }

  @Override
  public String failure() {
    return "The embedding task failed. Please try again later.";
  }

  @Override
  public Optional<JsonNode> kept(Embedding result) {
    return answers.kept(result);
  }

  @Override
  public void settled(EmbedTask task) throws IOException {
    answers.release(task.order().source());
  }

  @Override
  public Embedding result(EmbedTask task, JsonNode kept) {
    return Embedding.read(kept);
  }
}
