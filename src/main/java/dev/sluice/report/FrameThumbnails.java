package dev.sluice.report;

import dev.sluice.media.FfmpegPrograms;
import dev.sluice.media.Frames;
import dev.sluice.media.MediaException;
import dev.sluice.media.VideoFile;
import dev.sluice.provider.HeldUri;
import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * Pictures decoded from the videos by a child FFmpeg. Opens video files, and copies none; pays
 * nothing. A video that only the provider has gives none.
 */
final class FrameThumbnails implements Thumbnails {
  private static final int WIDTH = 240;
  private final Configuration hadoop;
  private final Frames frames;

  FrameThumbnails(Configuration hadoop) {
    this.hadoop = hadoop;
    this.frames = new Frames(FfmpegPrograms.onThisMachine());
  }

  @Override
  public Optional<byte[]> jpeg(String uri, double atSec) {
    if (HeldUri.names(uri)) {
      return Optional.empty();
    }
    try {
      return Optional.of(frames.jpeg(VideoFile.at(uri, hadoop), atSec, WIDTH));
    } catch (IOException | MediaException e) {
      // The file went away since it was read; the page shows a placeholder for it.
      return Optional.empty();
    }
  }
}
