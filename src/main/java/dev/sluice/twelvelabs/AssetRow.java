package dev.sluice.twelvelabs;

import dev.sluice.provider.IndexedVideo;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** An asset as its details show it. Fields that are left out are null. */
record AssetRow(String filename, Double duration, Long size, Technical technicalMetadata) {

  record Technical(Integer videoWidth, Integer videoHeight, Double videoFps) {
    static final Technical NONE = new Technical(null, null, null);
  }

  /** What it says of the file. */
  IndexedVideo.Shown shown() {
    Technical said = technicalMetadata == null ? Technical.NONE : technicalMetadata;
    return new IndexedVideo.Shown(
        filename == null ? "" : filename,
        duration == null ? OptionalDouble.empty() : OptionalDouble.of(duration),
        said.videoFps() == null ? OptionalDouble.empty() : OptionalDouble.of(said.videoFps()),
        said.videoWidth() == null ? OptionalInt.empty() : OptionalInt.of(said.videoWidth()),
        said.videoHeight() == null ? OptionalInt.empty() : OptionalInt.of(said.videoHeight()),
        size == null ? OptionalLong.empty() : OptionalLong.of(size));
  }
}
