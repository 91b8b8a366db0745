package dev.sluice.step;

/** How a command ends. The numbers are documented in the README and never change. */
public enum ExitCode {
  /** All that was asked for is done. */
  DONE(0),
  /** The command line or a settings file is wrong. */
  USAGE(64),
  /** The input breaks its contract: nothing usable in the manifest, a missing column. */
  INPUT(65),
  /** The provider is unavailable, refuses the key, or the account has no funds. */
  PROVIDER(69),
  /** A bug or a broken machine. */
  INTERNAL(70),
  /** Not finished, and safe to run again. */
  AGAIN(75),
  /** The budget is used up. */
  BUDGET(79);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /** The process exit code. */
  public int number() {
    return number;
  }
}
