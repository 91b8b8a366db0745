package dev.sluice.emulator;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/** Embed tasks: {@code /embed-v2/tasks}. */
final class EmbedRoutes {
  private static final Duration SHOWN = Duration.ofDays(7);

  private final Shelf<EmbedTask> tasks = new Shelf<>(EmbedTask::piece);
  private final Sources sources;
  private final Eyes eyes;
  private final Workbench workbench;

  EmbedRoutes(Sources sources, Eyes eyes, Workbench workbench) {
    this.sources = sources;
    this.eyes = eyes;
    this.workbench = workbench;
  }

  /** Accepts a task; {@code fails} makes its work fail on purpose. */
  Accepted create(Exchange exchange, boolean fails) throws IOException {
    EmbedOrder order = EmbedOrder.read(new Fields(exchange.json(), ""), sources);
    EmbedTask task = new EmbedTask(new Piece<>("processing"), order);
    tasks.add(task);
    exchange.answerHeader("Location", "/v1.3/embed-v2/tasks/" + task.piece().id());
    workbench.start(
        task.piece(),
        () -> {
          if (fails) {
            throw new Workbench.Unworkable("The embedding task failed. Please try again later.");
          }
          return Embedding.make(order, eyes);
        });
    return Accepted.fresh(202, task.created());
  }

  void list(Exchange exchange) throws IOException {
    Instant from = instant(exchange, "started_at", Instant.now().minus(SHOWN));
    Instant to = instant(exchange, "ended_at", Instant.MAX);
    List<String> words = exchange.queries("status");
    List<EmbedTask> found =
        tasks.newestFirst().stream()
            .filter(task -> !task.piece().createdAt().isBefore(from))
            .filter(task -> !task.piece().createdAt().isAfter(to))
            .filter(task -> words.isEmpty() || words.contains(task.piece().stage().word()))
            .toList();
    exchange.answer(200, Paging.of(exchange).answer(found, EmbedTask::row));
  }

  void get(Exchange exchange, String id) throws IOException {
    EmbedTask task =
        tasks
            .find(id)
            .orElseThrow(
                () -> ApiError.wrapped(404, "NOT_FOUND", "The task " + id + " does not exist."));
    exchange.answer(200, task.detail());
  }

  private static Instant instant(Exchange exchange, String name, Instant otherwise) {
    if (exchange.query(name).isEmpty()) {
      return otherwise;
    }
    try {
      return OffsetDateTime.parse(exchange.query(name).get()).toInstant();
    } catch (DateTimeException e) {
      throw ApiError.invalid(name, "It must be an RFC 3339 date and time.");
    }
  }
}
