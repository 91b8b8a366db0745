package dev.sluice.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Analyze tasks: {@code /analyze/tasks}. */
final class AnalyzeRoutes implements Kind<Answer, AnalyzeTask> {
  private final Works<Answer, AnalyzeTask> works;
  private final Sources sources;
  private final Answers answers;
  private final Shared shared;

  AnalyzeRoutes(Room room, Sources sources, Shared shared) {
    this.works = room.works(this);
    this.sources = sources;
    this.answers = room.answers();
    this.shared = shared;
  }

  void to(Routes routes) {
    routes
        .paid("POST /analyze/tasks", Operation.ANALYZE, 202, this::create)
        .on("GET /analyze/tasks", this::list)
        .on(
            "GET /analyze/tasks/{id}",
            exchange -> exchange.answer(200, find(exchange.id(0)).detail()))
        .on("DELETE /analyze/tasks/{id}", this::delete);
  }

  Works<Answer, AnalyzeTask> works() {
    return works;
  }

  /** Accepts a task, or answers with the one that the same idempotency key made before. */
  private void create(Exchange exchange, Admission admission) throws IOException {
    ObjectNode request = shared.held(exchange.json());
    AnalyzeOrder order =
        AnalyzeOrder.read(new Fields(request, ""), sources::read, answers::lengthSec);
    admission.asksFor(order.source().name(), order.customId(), order.lengthSec(answers));
    AnalyzeTask task =
        works.accept(admission, shared.packed(request), piece -> new AnalyzeTask(piece, order));
    exchange.answer(admission.success(), task.created());
  }

  private void list(Exchange exchange) throws IOException {
    List<String> words = exchange.queries("status");
    Optional<String> asset = exchange.query("asset_id");
    Optional<String> url = exchange.query("video_url");
    boolean general = exchange.query("analysis_mode").orElse("general").equals("general");
    Paging paging = Paging.of(exchange);
    Shelf.Page<AnalyzeTask> found;
    if (!general) {
      found = new Shelf.Page<>(List.of(), 0);
    } else if (asset.isEmpty() && url.isEmpty()) {
      Instant always = Instant.ofEpochMilli(Long.MAX_VALUE / 2);
      found = works.shelf().page(Instant.EPOCH, always, words, paging);
    } else {
      found =
          works
              .shelf()
              .page(
                  task ->
                      (words.isEmpty() || words.contains(task.piece().stage().word()))
                          && (asset.isEmpty() || asset.equals(task.order().source().assetId()))
                          && (url.isEmpty() || url.equals(task.order().source().url())),
                  paging);
    }
    exchange.answer(200, paging.answer(found, AnalyzeTask::row));
  }

  private void delete(Exchange exchange) throws IOException {
    String id = exchange.id(0);
    if (find(id).piece().stage() instanceof Stage.Working<Answer>) {
      throw ApiError.wrapped(
          409,
          "TASK_IN_PROGRESS",
          "The task " + id + " cannot be deleted while it is in progress.");
    }
    works.remove(id);
    exchange.answerDone();
  }

  @Override
  public Operation operation() {
    return Operation.ANALYZE;
  }

  @Override
  public String firstWord() {
    return "queued";
  }

  @Override
  public AnalyzeTask remade(Piece<Answer> piece, ObjectNode kept) {
    Fields request = new Fields(shared.unpacked(kept), "");
    return new AnalyzeTask(
        piece, AnalyzeOrder.read(request, sources::remembered, answers::lengthSec));
  }

  @Override
  public Answer work(AnalyzeTask task) throws Exception {
    return answers.analyze(task.order(), task.piece().id());
  }

  @Override
  public String failure() {
    return "The analysis failed. Please try again later.";
  }

  @Override
  public Optional<JsonNode> kept(Answer result) {
    return Optional.of(Exchange.JSON.valueToTree(result));
  }

  @Override
  public void settled(AnalyzeTask task) throws IOException {
    answers.release(task.order().source());
  }

  @Override
  public Answer result(AnalyzeTask task, JsonNode kept) throws IOException {
    return Exchange.JSON.treeToValue(kept, Answer.class);
  }

  private AnalyzeTask find(String id) {
    return works
        .shelf()
        .find(id)
        .orElseThrow(
            () -> ApiError.wrapped(404, "NOT_FOUND", "The task " + id + " does not exist."));
  }
}
