package dev.sluice.emulator;

import dev.sluice.cli.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An emulator in a process of its own.
 *
 * @param process to be killed
 * @param baseUrl where it answers
 */
record Killable(Process process, String baseUrl) {
  private static final String SAID = "emulator listening at ";

  static Killable start(Path state, String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "emulate",
                "--port",
                "0",
                "--state",
                state.toString()));
    command.addAll(List.of(more));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader out = process.inputReader();
    String line = out.readLine();
    if (line == null || !line.startsWith(SAID)) {
      process.destroyForcibly();
      throw new IOException("the emulator said " + line);
    }
    return new Killable(process, line.substring(SAID.length()));
  }

  /** Ends it as {@code kill -9} does. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }
}
