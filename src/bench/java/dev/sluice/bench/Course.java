package dev.sluice.bench;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * What every contender is given.
 *
 * @param url the provider
 * @param clips the works
 * @param limits what the account allows
 * @param pollEvery pause between two looks at what is under way
 * @param failAtCreate the create at which the task that makes it fails, once; empty is never
 */
record Course(
    String url,
    List<Clip> clips,
    List<Limits> limits,
    Duration pollEvery,
    OptionalInt failAtCreate) {

  static Course of(
      EmulatorProcess emulator, List<Clip> clips, List<Limits> limits, Duration pollEvery) {
    return new Course(emulator.url(), clips, limits, pollEvery, OptionalInt.empty());
  }

  Course failingAt(int create) {
    return new Course(url, clips, limits, pollEvery, OptionalInt.of(create));
  }
}
