package dev.sluice.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** NumPy's matrix product in a process of its own, on one thread. */
final class NumPy {
  private static final String SCRIPT =
      """
      import sys, time
      import numpy as np
      chunk, prompts, dim, times = map(int, sys.argv[1:])
      random = np.random.default_rng(1)
      clips = random.standard_normal((chunk, dim), dtype=np.float32)
      texts = random.standard_normal((prompts, dim), dtype=np.float32)
      out = np.empty((chunk, prompts), dtype=np.float32)
      np.matmul(clips, texts.T, out=out)
      start, busy = time.perf_counter(), time.process_time()
      for _ in range(times):
          np.matmul(clips, texts.T, out=out)
      print(time.perf_counter() - start, time.process_time() - busy)
      """;

  private NumPy() {}

  /**
   * What a run took.
   *
   * @param seconds by the clock
   * @param busy seconds of processor time
   */
  record Took(double seconds, double busy) {}

  /**
   * Multiplies a chunk of clips with prompts, float32 and in memory, some times over; empty where
   * there is no Python with NumPy: {@code src/bench/run} names one.
   */
  static Optional<Took> product(int chunk, int prompts, int dimension, int times)
      throws IOException, InterruptedException {
    String python = System.getProperty("bench.python", "");
    if (python.isEmpty()) {
      return Optional.empty();
    }
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    python,
                    "-c",
                    SCRIPT,
                    Integer.toString(chunk),
                    Integer.toString(prompts),
                    Integer.toString(dimension),
                    Integer.toString(times)))
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    for (String threads : List.of("OMP", "OPENBLAS", "MKL")) {
      builder.environment().put(threads + "_NUM_THREADS", "1");
    }
    Process process = builder.start();
    try (InputStream out = process.getInputStream()) {
      String printed = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      if (code != 0) {
        throw new IOException("NumPy ended with " + code);
      }
      String[] numbers = printed.strip().split(" ", -1);
      return Optional.of(new Took(Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1])));
    }
  }
}
