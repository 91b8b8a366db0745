package dev.sluice.media;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Measures videos with child processes: {@code ffprobe} reads every packet of a local file, so that
 * a file that ends early is found out, and {@code ffmpeg} decodes the first frame. Whatever the
 * file does to them, the caller gets a result. Thread-safe; pays nothing.
 */
public final class Probe {
  private static final Duration FILE_LIMIT = Duration.ofSeconds(30);

  /** Longer than two reads of a link may take, so that a slow one is measured all the same. */
  private static final Duration LINK_LIMIT = FILE_LIMIT.plus(WebObject.LIMIT.multipliedBy(2));

  private static final long SLOWEST_DISK_BYTES_PER_SEC = 20L << 20;
  private static final long MAX_OUTPUT = 4L << 20;
  private static final long MEMORY = 4L << 30;

  /**
   * SIGHUP, SIGINT, SIGKILL, SIGTERM: somebody ended the program, which says nothing of the file.
   */
  private static final Set<Integer> FROM_OUTSIDE = Set.of(1, 2, 9, 15);

  /** What {@code ffmpeg} answers when a signal asked it to end. */
  private static final int TOLD_TO_END = 255;

  private static final String ENTRIES =
      "stream=index,codec_type,codec_name,width,height,avg_frame_rate,r_frame_rate,duration,"
          + "nb_read_packets:stream_disposition=attached_pic:stream_tags=rotate"
          + ":stream_side_data=rotation:format=duration,format_name";

  private final FfmpegPrograms programs;
  private final Duration fileLimit;
  private final Duration linkLimit;

  /**
   * Measures with the given programs.
   *
   * @param programs usually {@link FfmpegPrograms#onThisMachine()}
   */
  public Probe(FfmpegPrograms programs) {
    this(programs, FILE_LIMIT, LINK_LIMIT);
  }

  /**
   * Measures with time limits of one's own.
   *
   * @param fileLimit for each child process that reads a file, to which the time to read it from a
   *     slow disk is added
   * @param linkLimit for each child process that reads a link
   */
  Probe(FfmpegPrograms programs, Duration fileLimit, Duration linkLimit) {
    this.programs = programs;
    this.fileLimit = fileLimit;
    this.linkLimit = linkLimit;
  }

  /** Measures a file on this machine's disk, reading all of it once. */
  public ProbeResult probe(Path file) {
    long size;
    try {
      size = Files.size(file);
    } catch (IOException e) {
      return new ProbeResult.Unreadable("missing_file", "no file at " + file);
    }
    if (size == 0) {
      return new ProbeResult.Unreadable(
          "empty_file", "0 bytes; the copy never started, copy the file again");
    }
    Duration limit = fileLimit.plusSeconds(size / SLOWEST_DISK_BYTES_PER_SEC);
    Input input = new Input(InputGuard.forFile(), InputGuard.url(file), limit, size);
    ProbeResult result = measure(input, List.of("-count_packets"));
    boolean promising =
        result instanceof ProbeResult.Unreadable bad && bad.reason().equals("not_a_video");
    if (promising && startsLikeMp4(file)) {
      return new ProbeResult.Unreadable(
          "truncated", "the index at the end of the file is missing; copy the file again");
    }
    return result;
  }

  /**
   * Measures a video behind an http or https link, reading only what FFmpeg needs for its facts: a
   * link that ends early is not found out. FFmpeg reads it through this JVM and asks no server.
   *
   * @param link the link
   * @param sizeBytes its size, from {@link VideoFile#seen()}
   * @throws IOException when this machine gives no port to read it through
   */
  public ProbeResult probe(VideoFile link, long sizeBytes) throws IOException {
    try (Relay relay = new Relay(link, sizeBytes)) {
      ProbeResult result =
          measure(new Input(InputGuard.forRelay(), relay.url(), linkLimit, sizeBytes), List.of());
      if (!(result instanceof ProbeResult.Unreadable bad)) {
        return result;
      }
      if (bad.reason().equals("decoder_hangs") && relay.isWaiting()) {
        return new ProbeResult.Unreadable(
            "unreachable", Links.shown(link.uri()) + " answers too slowly; try again later");
      }
      return relay
          .refusal()
          .<ProbeResult>map(e -> new ProbeResult.Unreadable(e.reason(), e.getMessage()))
          .orElse(bad);
    }
  }

  private ProbeResult measure(Input input, List<String> extra) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(programs.ffprobe().toString(), "-hide_banner", "-v", "error"));
    command.addAll(List.of("-threads", "1"));
    command.addAll(extra);
    command.addAll(input.guard());
    command.addAll(List.of("-show_entries", ENTRIES, "-of", "json", input.url()));
    ChildProcess.Result result = run(command, input.limit());
    Optional<ProbeResult> died = died(result);
    if (died.isPresent()) {
      return died.get();
    }
    ChildProcess.Exited exited = (ChildProcess.Exited) result;
    ProbeResult read =
        ProbeOutput.read(exited.code(), exited.output(), exited.errors(), input.sizeBytes());
    return read instanceof ProbeResult.Facts ? firstFrame(input).orElse(read) : read;
  }

  /** Why the first frame cannot be decoded, or empty. */
  private Optional<ProbeResult> firstFrame(Input input) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(programs.ffmpeg().toString(), "-nostdin", "-hide_banner"));
    command.addAll(List.of("-v", "error", "-threads", "1", "-abort_on", "empty_output"));
    command.addAll(input.guard());
    command.addAll(List.of("-i", input.url(), "-map", "0:V:0", "-frames:v", "1"));
    command.addAll(List.of("-f", "null", "pipe:1"));
    ChildProcess.Result result = run(command, input.limit());
    Optional<ProbeResult> died = died(result);
    if (result instanceof ChildProcess.Exited e && e.code() == TOLD_TO_END) {
      return killed("it was told to end");
    }
    if (died.isEmpty() && result instanceof ChildProcess.Exited e && e.code() != 0) {
      return Optional.of(
          new ProbeResult.Unreadable(
              "decoder_error",
              "its first picture cannot be decoded (%s); encode it again"
                  .formatted(InputGuard.lastLine(e.errors()))));
    }
    return died;
  }

  private ChildProcess.Result run(List<String> command, Duration limit) {
    return ChildProcess.run(
        command, programs.environment(), new ChildProcess.Limits(limit, MAX_OUTPUT, MEMORY));
  }

  private static Optional<ProbeResult> died(ChildProcess.Result result) {
    if (result instanceof ChildProcess.Exited) {
      return Optional.empty();
    } else if (result instanceof ChildProcess.Crashed crashed
        && FROM_OUTSIDE.contains(crashed.signal())) {
      return killed("signal " + crashed.signal());
    } else if (result instanceof ChildProcess.Crashed crashed) {
      return refused(
          "decoder_aborts",
          "FFmpeg died of signal %d on this file; encode it again or leave it out"
              .formatted(crashed.signal()));
    } else if (result instanceof ChildProcess.TimedOut timedOut) {
      return refused(
          "decoder_hangs",
          "FFmpeg did not finish this file in %d s; if it does not when run again, encode it again or leave it out"
              .formatted(timedOut.limit().toSeconds()));
    } else if (result instanceof ChildProcess.TooMuchOutput) {
      return refused("not_a_video", "FFmpeg reports endless streams; this is no usable video");
    }
    // Not this file's fault: every file would be refused for it.
    throw new IllegalStateException("FFmpeg cannot be started: " + result);
  }

  private static Optional<ProbeResult> killed(String how) {
    return refused(
        "decoder_killed",
        "something ended FFmpeg while it read this file (%s), as a machine short of memory does; run again"
            .formatted(how));
  }

  private static Optional<ProbeResult> refused(String reason, String detail) {
    return Optional.of(new ProbeResult.Unreadable(reason, detail));
  }

  /** MP4 and QuickTime start with a box named ftyp; text and other junk do not. */
  private static boolean startsLikeMp4(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(8);
      return head.length == 8 && new String(head, 4, 4, StandardCharsets.US_ASCII).equals("ftyp");
    } catch (IOException e) {
      return false;
    }
  }

  private record Input(List<String> guard, String url, Duration limit, long sizeBytes) {}
}
