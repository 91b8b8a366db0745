package dev.sluice.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code src/bench/run}: one command per measurement; without one it lists them. */
@Command(
    name = "src/bench/run",
    description =
        "Measures Sluice, most of it against the emulator. One line per figure; ratio is ours ÷ peer.",
    mixinStandardHelpOptions = true,
    subcommands = {
      Pacing.class,
      Efficiency.class,
      Executors.class,
      CoolDown.class,
      Restart.class,
      Overhead.class,
      Classify.class,
      Export.class,
      Kmeans.class,
      SpeedUp.class,
      EmulatorLoad.class
    })
public final class Main implements Runnable {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  /** Runs one measurement and ends the process: 0 when all its figures were printed. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main());
  }

  @Override
  public void run() {
    spec.subcommands()
        .forEach(
            (name, command) ->
                spec.commandLine()
                    .getOut()
                    .printf(
                        "%-13s %s%n",
                        name, command.getCommandSpec().usageMessage().description()[0]));
  }
}
