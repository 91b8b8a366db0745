package dev.sluice.bench;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * What every contender is given.
 *
 * @param url the provider
 * @param clips the works
 * @param perMinute what the account allows, creates a minute; none is no limit
 * @param partitions tasks to use
 * @param inFlight works to keep with the provider at a time, over all tasks
 * @param pollEvery pause between two looks at one work
 * @param failAtCreate the task's create after which it throws, once; none is never
 */
record Course(
    String url,
    List<Clip> clips,
    OptionalInt perMinute,
    int partitions,
    int inFlight,
    Duration pollEvery,
    OptionalInt failAtCreate) {

  Course failingAt(int create) {
    return new Course(
        url, clips, perMinute, partitions, inFlight, pollEvery, OptionalInt.of(create));
  }
}
