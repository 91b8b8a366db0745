package dev.sluice.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Analyze tasks: {@code /analyze/tasks}. */
final class AnalyzeRoutes {
  private final Shelf<AnalyzeTask> tasks = new Shelf<>(AnalyzeTask::piece);
  private final Map<String, AnalyzeTask> byKey = new HashMap<>();
  private final Sources sources;
  private final Eyes eyes;
  private final Workbench workbench;

  AnalyzeRoutes(Sources sources, Eyes eyes, Workbench workbench) {
    this.sources = sources;
    this.eyes = eyes;
    this.workbench = workbench;
  }

  /**
   * Accepts a task, or answers with the one that the same idempotency key made before; {@code
   * fails} makes its work fail on purpose.
   */
  Accepted create(Exchange exchange, boolean fails) throws IOException {
    JsonNode request = exchange.json();
    AnalyzeOrder order = AnalyzeOrder.read(new Fields(request, ""), sources);
    AnalyzeTask task = new AnalyzeTask(new Piece<>("queued"), order);
    Optional<String> key = exchange.header("Idempotency-Key");
    if (key.isPresent()) {
      synchronized (byKey) {
        AnalyzeTask first = byKey.putIfAbsent(key.get(), task);
        if (first != null) {
          return Accepted.replay(202, first.created());
        }
      }
    }
    tasks.add(task);
    workbench.start(
        task.piece(),
        () -> {
          if (fails) {
            throw new Workbench.Unworkable("The analysis failed. Please try again later.");
          }
          return Answer.make(order, eyes);
        });
    return Accepted.fresh(202, task.created());
  }

  void list(Exchange exchange) throws IOException {
    List<String> words = exchange.queries("status");
    Optional<String> asset = exchange.query("asset_id");
    Optional<String> url = exchange.query("video_url");
    boolean general = exchange.query("analysis_mode").orElse("general").equals("general");
    List<AnalyzeTask> found =
        tasks.newestFirst().stream()
            .filter(task -> general)
            .filter(task -> words.isEmpty() || words.contains(task.piece().stage().word()))
            .filter(task -> asset.isEmpty() || asset.equals(task.order().source().assetId()))
            .filter(task -> url.isEmpty() || url.equals(task.order().source().url()))
            .toList();
    exchange.answer(200, Paging.of(exchange).answer(found, AnalyzeTask::row));
  }

  void get(Exchange exchange, String id) throws IOException {
    exchange.answer(200, find(id).detail());
  }

  void delete(Exchange exchange, String id) throws IOException {
    if (find(id).piece().stage() instanceof Stage.Working<Answer>) {
      throw ApiError.wrapped(
          409,
          "TASK_IN_PROGRESS",
          "The task " + id + " cannot be deleted while it is in progress.");
    }
    tasks.remove(id);
    synchronized (byKey) {
      byKey.values().removeIf(task -> task.piece().id().equals(id));
    }
    exchange.answerEmpty(200);
  }

  private AnalyzeTask find(String id) {
    return tasks
        .find(id)
        .orElseThrow(
            () -> ApiError.wrapped(404, "NOT_FOUND", "The task " + id + " does not exist."));
  }
}
