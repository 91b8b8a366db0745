package dev.sluice.ingest;

import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.HeldUri;
import dev.sluice.provider.HeldVideos;
import dev.sluice.provider.ProviderRef;
import dev.sluice.step.ExitCode;
import dev.sluice.step.StepStopped;
import java.util.Optional;

/** A whole index of the provider, taken as the manifest. */
public final class IndexManifest {
  private IndexManifest() {}

  /** Whether a manifest is such. */
  public static boolean is(String manifest) {
    return HeldUri.names(manifest);
  }

  /**
   * Asks the provider whether the index can be read. Pays nothing.
   *
   * @param held where it is
   * @param manifest {@code twelvelabs:index/INDEX}
   * @return why it cannot, with the exit code of it
   */
  public static Optional<StepStopped> problem(HeldVideos held, String manifest) {
    ProviderRef index;
    try {
      index = index(manifest);
    } catch (IllegalArgumentException e) {
      return Optional.of(ManifestPlace.stopped(manifest, e.getMessage()));
    }
    return held.index(index).fold(new Reading(manifest));
  }

  /** The index. */
  static ProviderRef index(String manifest) {
    HeldUri uri = HeldUri.parse(manifest);
    if (!uri.isWholeIndex()) {
      throw new IllegalArgumentException(
          "a manifest is a whole index: twelvelabs:index/INDEX_ID; put single videos into a table");
    }
    return uri.index().orElseThrow();
  }

  private record Reading(String manifest) implements CallOutcome.Cases<Optional<StepStopped>> {
    @Override
    public Optional<StepStopped> done(CallOutcome.Done done) {
      return Optional.empty();
    }

    @Override
    public Optional<StepStopped> pending(CallOutcome.Pending pending) {
      return stopped(ExitCode.AGAIN, "the provider does not answer; run again");
    }

    @Override
    public Optional<StepStopped> refused(CallOutcome.Refused refused) {
      return stopped(ExitCode.INPUT, refused.message());
    }

    @Override
    public Optional<StepStopped> failed(CallOutcome.Failed failed) {
      return stopped(ExitCode.INPUT, failed.message());
    }

    @Override
    public Optional<StepStopped> sourceGone(CallOutcome.SourceGone gone) {
      return stopped(
          ExitCode.INPUT, gone.message() + "; check the id of the index, and whose key is used");
    }

    @Override
    public Optional<StepStopped> unsure(CallOutcome.Unsure unsure) {
      return pending(null);
    }

    @Override
    public Optional<StepStopped> throttled(CallOutcome.Throttled throttled) {
      return pending(null);
    }

    @Override
    public Optional<StepStopped> later(CallOutcome.Later later) {
      return pending(null);
    }

    @Override
    public Optional<StepStopped> unread(CallOutcome.Unread unread) {
      return pending(null);
    }

    @Override
    public Optional<StepStopped> fatal(CallOutcome.Fatal fatal) {
      return stopped(ExitCode.PROVIDER, fatal.message());
    }

    private Optional<StepStopped> stopped(ExitCode code, String why) {
      return Optional.of(new StepStopped(code, ManifestPlace.unusable(manifest, why)));
    }
  }
}
