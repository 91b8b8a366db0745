package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of 2 GB between two processes of which neither could hold it. */
class LargeUploadTest {
  private static final long TWO_GB = 2_000_000_000;
  private static final int PARTS = 382;
  private static final String PUTS = "PUT /parts/{id}/{id}";

  @TempDir private Path folder;

  @Test
  void twoGigabytesGoThrough256MegabytesOfHeapAndAKilledUploadSendsNoFinishedPartTwice()
      throws Exception {
    Path film = folder.resolve("film.mp4");
    try (RandomAccessFile file = new RandomAccessFile(film.toFile(), "rw")) {
      file.setLength(TWO_GB);
    }
    Killable emulator = Killable.start(folder.resolve("state"), "--made-up");
    try {
      Client client = new Client(emulator.baseUrl(), "k");
      Process first = upload(emulator.baseUrl(), film);
      String reference;
      try {
        reference = first.inputReader().readLine();
        while (puts(client) < 100) {
          Thread.sleep(20);
        }
      } finally {
        first.destroyForcibly().onExit().join();
      }
      String session =
          client.get("/assets/multipart-uploads").json().at("/data/0/upload_id").asText();
      JsonNode status = settledStatus(client, session);
      long finished = status.get("chunks_completed").asLong();
      assertThat(finished).isBetween(50L, PARTS - 1L);
      long before = puts(client);

      Process second = upload(emulator.baseUrl(), film, reference);
      BufferedReader said = second.inputReader();
      assertThat(said.readLine()).isEqualTo(reference);
      assertThat(said.readLine()).matches("ready [0-9a-f]{24}");
      assertThat(second.waitFor()).isZero();
      assertThat(puts(client) - before).isEqualTo(PARTS - finished);
      JsonNode assets = client.get("/assets").json().get("data");
      assertThat(assets).hasSize(1);
      assertThat(assets.get(0).get("size").asLong()).isEqualTo(TWO_GB);
    } finally {
      emulator.kill();
    }
  }

  /** What the killed process had sent may still be on its way through the emulator. */
  private static JsonNode settledStatus(Client client, String session) throws Exception {
    String path = "/assets/multipart-uploads/" + session;
    JsonNode before = client.get(path).json();
    while (true) {
      long puts = puts(client);
      Thread.sleep(300);
      JsonNode after = client.get(path).json();
      if (after.equals(before) && puts(client) == puts) {
        return after;
      }
      before = after;
    }
  }

  private static long puts(Client client) throws IOException, InterruptedException {
    return client.log().at("/routes").path(PUTS).asLong();
  }

  private static Process upload(String baseUrl, Path film, String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                LargeUploadMain.class.getName(),
                baseUrl,
                film.toUri().toString()));
    command.addAll(List.of(more));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
