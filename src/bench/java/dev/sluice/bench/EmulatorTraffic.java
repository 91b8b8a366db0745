package dev.sluice.bench;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Requests as fast as an emulator answers them, over connections that stay open. */
final class EmulatorTraffic {
  private static final String HOST = "127.0.0.1";

  private final int port;
  private final int connections;

  EmulatorTraffic(int port, int connections) {
    this.port = port;
    this.connections = connections;
  }

  /** Creates tasks and gives their ids. */
  List<String> creates(int count) throws Exception {
    ConcurrentLinkedQueue<String> ids = new ConcurrentLinkedQueue<>();
    onConnections(
        count,
        (wire, number) -> {
          String answer =
              wire.ask(
                  "POST",
                  "/v1.3/embed-v2/tasks",
                  """
                  {"input_type":"video","model_name":"marengo3.0","video":{"media_source":\
                  {"url":"http://example.org/clip-%d.mp4?seconds=10"},\
                  "embedding_option":["visual"],"embedding_scope":["clip","asset"]}}"""
                      .formatted(number));
          ids.add(answer.substring(8, 32));
        });
    return List.copyOf(ids);
  }

  /** Questions as a labelling step asks them: one long prompt and one schema for all. */
  void questions(int count) throws Exception {
    String prompt = "Which of these is it? ".repeat(200);
    onConnections(
        count,
        (wire, number) -> {
          String key = "%064x-1".formatted(number);
          wire.ask(
              "POST",
              "/v1.3/analyze/tasks",
              """
              {"model_name":"pegasus1.5","prompt":"%s","custom_id":"%s","video":\
              {"type":"url","url":"http://example.org/clip-%d.mp4?seconds=10"},\
              "response_format":{"type":"json_schema","json_schema":{"type":"object",\
              "properties":{"label":{"type":"string","enum":["one","two","three"]}}}}}"""
                  .formatted(prompt, key.substring(2), number),
              "Idempotency-Key: " + key);
        });
  }

  /** Looks at tasks that are ready, here and there. */
  void looks(int count, List<String> ids) throws Exception {
    onConnections(
        count,
        (wire, number) -> {
          String id = ids.get((int) (number * 7919L % ids.size()));
          String answer = wire.ask("GET", "/v1.3/embed-v2/tasks/" + id, "");
          if (!answer.contains("\"status\":\"ready\"")) {
            throw new IOException("not ready: " + answer);
          }
        });
  }

  /**
   * Reads pages of the list of tasks, here and there.
   *
   * @param last number of the last page
   * @param filter more of the query, or nothing
   */
  void pages(int count, int last, String filter) throws Exception {
    onConnections(
        count,
        (wire, number) -> {
          long page = 1 + number * 7919L % last;
          String answer =
              wire.ask(
                  "GET",
                  "/v1.3/embed-v2/tasks?page_limit=50&page=%d%s".formatted(page, filter),
                  "");
          if (!answer.contains("\"status\":\"ready\"")) {
            throw new IOException("an empty page: " + answer);
          }
        });
  }

  private interface Asking {
    void ask(KeptAlive wire, int number) throws IOException;
  }

  private void onConnections(int count, Asking asking) throws Exception {
    AtomicInteger next = new AtomicInteger();
    AtomicReference<IOException> failure = new AtomicReference<>();
    CountDownLatch done = new CountDownLatch(connections);
    for (int i = 0; i < connections; i++) {
      Thread thread =
          new Thread(
              () -> {
                try (KeptAlive wire = new KeptAlive(HOST, port)) {
                  for (int n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                    asking.ask(wire, n);
                  }
                } catch (IOException e) {
                  failure.set(e);
                } finally {
                  done.countDown();
                }
              });
      thread.start();
    }
    done.await();
    if (failure.get() != null) {
      throw failure.get();
    }
  }
}
