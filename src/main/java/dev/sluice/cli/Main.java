package dev.sluice.cli;

import dev.sluice.job.Build;
import dev.sluice.job.Failure;
import dev.sluice.job.SpecInvalid;
import dev.sluice.media.Links;
import dev.sluice.step.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The command line: {@code sluice VERB}. */
@Command(
    name = "sluice",
    description = "Footage in, trusted labels out: raw video to training-ready datasets.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      RunCommand.class,
      PlanCommand.class,
      ValidateCommand.class,
      StatusCommand.class,
      SqlCommand.class,
      VerifyCommand.class,
      MaintainCommand.class,
      ForgetCommand.class,
      EmulateCommand.class,
      HelpCommand.class
    },
    footerHeading = "%nExit codes:%n",
    footer = {
      "   0  done",
      "  64  wrong usage or configuration",
      "  65  the input breaks its contract",
      "  69  provider unavailable, bad key or no funds",
      "  70  internal error",
      "  75  not finished, safe to run again",
      "  79  budget used up"
    })
public final class Main {

  private Main() {}

  /**
   * Runs a command and ends the process with its exit code. On a cluster the session belongs to the
   * platform: there a failure is thrown, so that the platform sees it.
   */
  public static void main(String[] args) {
    int code =
        run(
            args,
            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    if (code == 0) {
      return;
    }
    if (Sessions.ownProcess()) {
      System.exit(code);
    }
    throw new IllegalStateException("sluice ended with exit code " + code + "; see the log above");
  }

  /**
   * Runs a command without ending the process.
   *
   * @return the exit code
   */
  public static int run(String[] args, PrintWriter out, PrintWriter err) {
    CommandLine line = commandLine();
    line.setOut(out);
    line.setErr(err);
    line.setExecutionExceptionHandler((e, command, parsed) -> explain(e, err));
    line.setParameterExceptionHandler(
        (e, rest) -> {
          err.println(e.getMessage());
          CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
          e.getCommandLine().usage(err);
          return ExitCode.USAGE.number();
        });
    return line.execute(args);
  }

  /** All verbs with their options. */
  static CommandLine commandLine() {
    return new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
  }

  private static int explain(Exception e, PrintWriter err) {
    if (e instanceof SpecInvalid invalid) {
      err.println("The job spec cannot be used:");
      err.println(invalid.getMessage());
      return ExitCode.USAGE.number();
    }
    if (e instanceof IllegalArgumentException) {
      err.println(e.getMessage());
      return ExitCode.USAGE.number();
    }
    Failure failure = Failure.of(e);
    if (failure.exit() == ExitCode.INTERNAL) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      err.println("Internal error: " + Links.withoutSecrets(trace.toString()));
    } else {
      err.println(failure.message());
    }
    return failure.exit().number();
  }

  /** Says which build this is. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      Build build = Build.current();
      return new String[] {
        "sluice " + build.version(),
        "built for Spark " + build.sparkLine() + ", Scala " + build.scalaBinary()
      };
    }
  }
}
