package dev.sluice.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The loop of the tutorial that Sluice grew out of: for each video create, wait until ready, save,
 * next. What is saved is not asked for again; one that breaks in between is.
 */
final class SerialLoop implements Contender {
  private final Path saved;

  SerialLoop(Path saved) {
    this.saved = saved;
  }

  @Override
  public String name() {
    return "serial";
  }

  @Override
  public void run(Course course) throws Exception {
    boolean[] failed = new boolean[1];
    try {
      loop(course, failed);
    } catch (OnPurpose e) {
      loop(course, failed);
    }
  }

  // A list in memory: counting it calls nobody.
  @Override
  public void runCountedFirst(Course course) throws Exception {
    run(course);
  }

  private void loop(Course course, boolean[] failed) throws IOException, InterruptedException {
    Wire wire = new Wire(course.url());
    int creates = 0;
    for (Clip clip : course.clips()) {
      Path file = saved.resolve(clip.id() + ".json");
      if (!Files.exists(file)) {
        String id = wire.create(Wire.body(clip));
        creates++;
        if (!failed[0] && course.failAtCreate().orElse(-1) == creates) {
          failed[0] = true;
          throw new OnPurpose();
        }
        Files.write(file, wire.await(id, course.pollEvery()).getBytes(StandardCharsets.UTF_8));
      }
    }
  }
}
