package dev.sluice.media;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Pictures out of video files, decoded by a child {@code ffmpeg}. The same file and arguments give
 * the same bytes. Thread-safe; pays nothing.
 */
public final class Frames {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final long MEMORY = 4L << 30;
  private static final long MAX_OUTPUT = 1L << 30;
  private static final int MAX_JPEG = 16 << 20;

  private final FfmpegPrograms programs;

  /**
   * Decodes with the given programs.
   *
   * @param programs usually {@link FfmpegPrograms#onThisMachine()}
   */
  public Frames(FfmpegPrograms programs) {
    this.programs = programs;
  }

  /**
   * Frames of a stretch of a video, evenly spaced in time and scaled to the size asked for without
   * keeping the aspect ratio. At most 1 GiB at a time: ask for long stretches in parts.
   *
   * @param file a local video file
   * @param startSec start of the stretch, seconds
   * @param endSec end of the stretch, seconds; may lie after the end of the video
   * @param fps frames per second to take, above 0
   * @param width width of the frames, pixels
   * @param height height of the frames, pixels
   * @return one array per frame: rows from the top, three bytes red, green, blue per pixel; at
   *     least one frame
   * @throws MediaException when nothing can be decoded there, the decoder dies or takes longer than
   *     two minutes
   */
  public List<byte[]> rgb(
      Path file, double startSec, double endSec, double fps, int width, int height)
      throws MediaException {
    if (!(startSec >= 0) || !(endSec > startSec) || !(fps > 0) || width <= 0 || height <= 0) {
      throw new IllegalArgumentException(
          "cannot take %s frames per second of %dx%d between %s and %s s"
              .formatted(fps, width, height, startSec, endSec));
    }
    int size = Math.multiplyExact(Math.multiplyExact(width, height), 3);
    double frames = Math.ceil((endSec - startSec) * fps) + 2;
    if (frames * size > MAX_OUTPUT) {
      throw new IllegalArgumentException(
          "%.0f frames of %dx%d are more than 1 GiB; ask for a shorter stretch"
              .formatted(frames, width, height));
    }
    Input input = Input.of(file);
    List<String> command = before(input, startSec);
    command.addAll(List.of("-t", number(endSec - startSec), "-i", input.url()));
    command.addAll(List.of("-map", "0:V:0", "-an", "-sn", "-dn"));
    // bitexact and accurate rounding: the same frames whatever the processor's vector units.
    command.addAll(
        List.of(
            "-vf",
            "fps=%s,scale=%s:%s:flags=bicubic+accurate_rnd+bitexact"
                .formatted(number(fps), width, height)));
    command.addAll(List.of("-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"));
    byte[] raw = run(input, command, (long) (frames * size));
    List<byte[]> out = new ArrayList<>(raw.length / size);
    for (int at = 0; at + size <= raw.length; at += size) {
      out.add(Arrays.copyOfRange(raw, at, at + size));
    }
    if (out.isEmpty()) {
      throw new MediaException(
          "no frame between %s and %s s of %s".formatted(startSec, endSec, file));
    }
    return out;
  }

  /**
   * One picture as a JPEG file, for people to look at.
   *
   * @param file a local video file
   * @param atSec where, seconds
   * @param width width of the picture, pixels; the height follows the aspect ratio
   * @return a whole JPEG file
   * @throws MediaException when there is no frame there or the decoder dies
   */
  public byte[] jpeg(Path file, double atSec, int width) throws MediaException {
    return jpeg(Input.of(file), atSec, width);
  }

  /**
   * One picture of a video wherever it is, as a JPEG file. Of a video elsewhere the decoder reads
   * what it needs for that picture; no copy is made.
   *
   * @param video the video
   * @param atSec where, seconds
   * @param width width of the picture, pixels; the height follows the aspect ratio
   * @return a whole JPEG file
   * @throws MediaException when there is no frame there or the decoder dies
   * @throws IOException when the video cannot be opened, or this machine gives no port to read it
   *     through
   */
  public byte[] jpeg(VideoFile video, double atSec, int width) throws MediaException, IOException {
    if (video.isLocal()) {
      try (VideoFile.OnDisk file = video.onDisk()) {
        return jpeg(file.path(), atSec, width);
      }
    }
    try (Relay relay = new Relay(video, video.seen().sizeBytes())) {
      return jpeg(
          new Input(InputGuard.forRelay(), relay.url(), Links.shown(video.uri())), atSec, width);
    }
  }

  private byte[] jpeg(Input input, double atSec, int width) throws MediaException {
    if (!(atSec >= 0) || width <= 0) {
      throw new IllegalArgumentException("no picture %d wide at %s s".formatted(width, atSec));
    }
    List<String> command = before(input, atSec);
    command.addAll(List.of("-i", input.url(), "-map", "0:V:0", "-frames:v", "1"));
    command.addAll(List.of("-vf", "scale=" + width + ":-2"));
    command.addAll(List.of("-q:v", "4", "-f", "mjpeg", "pipe:1"));
    byte[] jpeg = run(input, command, MAX_JPEG);
    if (jpeg.length == 0) {
      throw new MediaException("no frame at %s s of %s".formatted(atSec, input.name()));
    }
    return jpeg;
  }

  private List<String> before(Input input, double startSec) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(programs.ffmpeg().toString(), "-nostdin", "-hide_banner"));
    command.addAll(List.of("-v", "error", "-threads", "1"));
    command.addAll(input.guard());
    command.addAll(List.of("-ss", number(startSec)));
    return command;
  }

  private byte[] run(Input input, List<String> command, long maxOutput) throws MediaException {
    var limits = new ChildProcess.Limits(LIMIT, maxOutput, MEMORY);
    var result = ChildProcess.run(command, programs.environment(), limits);
    if (result instanceof ChildProcess.Exited exited) {
      if (exited.code() == 0) {
        return exited.output();
      }
      throw new MediaException(
          "ffmpeg cannot decode %s: %s"
              .formatted(input.name(), InputGuard.lastLine(exited.errors())));
    } else if (result instanceof ChildProcess.Crashed crashed) {
      throw new MediaException(
          "the decoder died of signal %d on %s".formatted(crashed.signal(), input.name()));
    } else if (result instanceof ChildProcess.TimedOut timedOut) {
      throw new MediaException(
          "the decoder did not finish %s in %d s"
              .formatted(input.name(), timedOut.limit().toSeconds()));
    } else if (result instanceof ChildProcess.TooMuchOutput) {
      throw new MediaException(
          "ffmpeg gave more frames of " + input.name() + " than were asked for");
    } else {
      throw new MediaException("ffmpeg cannot be started: " + result);
    }
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }

  private record Input(List<String> guard, String url, String name) {
    static Input of(Path file) {
      return new Input(InputGuard.forFile(), InputGuard.url(file), file.toString());
    }
  }
}
