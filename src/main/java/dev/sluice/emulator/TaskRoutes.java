package dev.sluice.emulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The older way into an index: {@code /tasks}. A task and its video have one id. */
final class TaskRoutes {
  private static final long LARGEST = 2L << 30;

  private final Indexes indexes;
  private final IndexedRoutes indexed;
  private final Store store;

  TaskRoutes(Indexes indexes, IndexedRoutes indexed, Store store) {
    this.indexes = indexes;
    this.indexed = indexed;
    this.store = store;
  }

  void to(Routes routes) {
    routes
        .paid("POST /tasks", Operation.INDEX, 201, this::create)
        .on("GET /tasks", this::list)
        .on("GET /tasks/{id}", exchange -> exchange.answer(200, find(exchange.id(0)).task()))
        .on("DELETE /tasks/{id}", this::delete);
  }

  private void create(Exchange exchange, Admission admission) throws IOException {
    Path target = store.fresh();
    boolean accepted = false;
    try {
      Multipart form =
          Multipart.read(
              exchange.header("Content-Type").orElse(""),
              exchange.body(),
              "video_file",
              target,
              LARGEST);
      Index index =
          indexes.get(form.field("index_id").orElseThrow(() -> ApiError.missing("index_id")));
      ObjectNode order = JsonNodeFactory.instance.objectNode();
      order.set(UserMetadata.FIELD, UserMetadata.read(form.field(UserMetadata.FIELD)));
      IndexedAsset video = indexed.accept(admission, index, source(form, order), order);
      accepted = form.file().isPresent();
      ObjectNode answer = JsonNodeFactory.instance.objectNode();
      String id = video.piece().id();
      exchange.answer(admission.success(), answer.put("_id", id).put("video_id", id));
    } finally {
      if (!accepted) {
        store.drop(target);
      }
    }
  }

  /** Where the video is; the order says it too, in the words in which it is remembered. */
  private static Source source(Multipart form, ObjectNode order) {
    Optional<String> url = form.field("video_url");
    if (url.isPresent() && form.file().isPresent()) {
      throw ApiError.invalid("video_url", "Send either video_file or video_url.");
    }
    if (url.isPresent()) {
      String name = url.get().replaceAll("[?#].*", "").replaceAll(".*/", "");
      order.put("filename", name).putObject("source").put("url", url.get());
      return new Source.Link(Sources.link(new Fields(order, ""), url.get()));
    }
    Multipart.Upload upload = form.file().orElseThrow(() -> ApiError.missing("video_file"));
    String file = upload.path().getFileName().toString();
    order.put("filename", upload.name()).putObject("source").put("base64_string", file);
    return new Source.Inline(upload.path());
  }

  private void list(Exchange exchange) throws IOException {
    Filter filter = Filter.of(exchange);
    exchange.answer(
        200,
        Paging.videos(
            exchange,
            indexed.newest(video -> video.isOfTask() && filter.test(video)),
            IndexedAsset::task));
  }

  private void delete(Exchange exchange) throws IOException {
    IndexedAsset task = find(exchange.id(0));
    boolean failed = task.piece().stage() instanceof Stage.Failed<Indexed>;
    if (!failed && !task.isWithdrawn()) {
      throw ApiError.plain(
          400,
          "task_cannot_be_deleted",
          task.indexed().isPresent()
              ? "The task is ready: delete its video first."
              : "The task is in progress.");
    }
    indexed.remove(task);
    exchange.answerDone();
  }

  private IndexedAsset find(String id) {
    return indexed.works().shelf().find(id).stream()
        .filter(IndexedAsset::isOfTask)
        .findFirst()
        .orElseThrow(() -> ApiError.notExist(id, "tasks"));
  }
}
