package dev.sluice.media;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Reads what {@code ffprobe} said into facts or a reason. Pure. */
final class ProbeOutput {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> ENDS_EARLY = List.of("partial file", "file ended prematurely");

  /**
   * Containers whose frame rate and length come from the same header, so that they can be held to
   * it.
   */
  private static final List<String> COUNTED = List.of("mov", "mp4", "flv");

  private ProbeOutput() {}

  static ProbeResult read(int code, byte[] output, String errors, long sizeBytes) {
    JsonNode root;
    try {
      root = JSON.readTree(output);
    } catch (IOException e) {
      return notAVideo(errors);
    }
    JsonNode streams = root.path("streams");
    if (code != 0 && streams.isEmpty()) {
      return notAVideo(errors);
    }
    JsonNode video = video(streams);
    if (video == null) {
      return new ProbeResult.Unreadable(
          "no_video_stream", "it holds sound or data but no moving picture");
    }
    double fps = rate(video.path("avg_frame_rate").asText());
    fps = fps > 0 ? fps : rate(video.path("r_frame_rate").asText());
    double duration = seconds(video, root.path("format"));
    int width = video.path("width").asInt();
    int height = video.path("height").asInt();
    String container = root.path("format").path("format_name").asText();
    if (endsEarly(container, video, fps, duration, errors)) {
      return new ProbeResult.Unreadable(
          "truncated",
          String.format(
              Locale.ROOT,
              "the container promises %.1f s, the %d bytes that are there end earlier; copy the file again",
              duration,
              sizeBytes));
    }
    if (!(duration > 0)) {
      return new ProbeResult.Unreadable(
          "no_duration", "the file does not say how long it is; put it into an MP4 container");
    }
    if (width <= 0 || height <= 0 || !(fps > 0)) {
      return new ProbeResult.Unreadable(
          "decoder_error", "its picture size or frame rate cannot be told; encode it again");
    }
    boolean turned = Math.abs(rotation(video)) % 180 == 90;
    return new ProbeResult.Facts(
        new MediaFacts(
            duration,
            turned ? height : width,
            turned ? width : height,
            fps,
            sizeBytes,
            video.path("codec_name").asText("unknown"),
            hasAudio(streams)));
  }

  private static ProbeResult notAVideo(String errors) {
    String said = InputGuard.lastLine(errors).replaceFirst("^(file:|https?:)\\S*: ", "");
    return new ProbeResult.Unreadable(
        "not_a_video",
        "FFmpeg finds no video in it (%s); check that the uri names the right file"
            .formatted(said.isEmpty() ? "no message" : said));
  }

  private static boolean endsEarly(
      String container, JsonNode video, double fps, double duration, String errors) {
    String said = errors.toLowerCase(Locale.ROOT);
    if (ENDS_EARLY.stream().anyMatch(said::contains)) {
      return true;
    }
    // Absent for links, whose packets are not read.
    JsonNode packets = video.path("nb_read_packets");
    if (packets.isMissingNode()) {
      return false;
    }
    boolean counted = List.of(container.split(",")).stream().anyMatch(COUNTED::contains);
    // Half, because edit lists and variable rates make honest files come out somewhat short.
    return packets.asLong() == 0 || (counted && fps > 0 && packets.asLong() / fps < 0.5 * duration);
  }

  private static JsonNode video(JsonNode streams) {
    for (JsonNode stream : streams) {
      boolean cover = stream.path("disposition").path("attached_pic").asInt() == 1;
      if (stream.path("codec_type").asText().equals("video") && !cover) {
        return stream;
      }
    }
    return null;
  }

  private static boolean hasAudio(JsonNode streams) {
    for (JsonNode stream : streams) {
      if (stream.path("codec_type").asText().equals("audio")) {
        return true;
      }
    }
    return false;
  }

  private static double seconds(JsonNode video, JsonNode format) {
    double ofStream = video.path("duration").asDouble();
    return ofStream > 0 ? ofStream : format.path("duration").asDouble();
  }

  private static int rotation(JsonNode video) {
    for (JsonNode side : video.path("side_data_list")) {
      if (side.has("rotation")) {
        return side.path("rotation").asInt();
      }
    }
    return video.path("tags").path("rotate").asInt();
  }

  private static double rate(String fraction) {
    String[] parts = fraction.split("/");
    try {
      return parts.length == 2
          ? Double.parseDouble(parts[0]) / Double.parseDouble(parts[1])
          : Double.parseDouble(parts[0]);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
