package dev.sluice.ingest;

import dev.sluice.media.FfmpegPrograms;
import dev.sluice.media.Probe;
import java.io.Serializable;

/** Where an executor gets its probe from; asked only when a file has to be measured. */
interface ProbeSource extends Serializable {
  /** A probe on this machine. */
  Probe probe();

  /** FFmpeg as found on the executor. */
  enum OnExecutor implements ProbeSource {
    /** The only one. */
    INSTANCE;

    @Override
    public Probe probe() {
      return new Probe(FfmpegPrograms.onThisMachine());
    }
  }
}
