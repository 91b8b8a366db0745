package dev.sluice.export;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.export.ReleaseVideo.Footage;
import dev.sluice.export.ReleaseVideo.Segment;
import dev.sluice.media.Links;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A shard as three files, written video by video: {@code labels-*.json} and {@code data-*.json} are
 * what FiftyOne's {@code FiftyOneTemporalDetectionDataset} reads in one call; {@code
 * samples-*.jsonl} has a line per video with all we know, for the loader beside it.
 */
final class FiftyOneShard implements ShardWriter<ReleaseVideo> {
  /** How lines of samples are written and read. */
  static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();

  private final PlannedShard shard;
  private final HashedFile labels;
  private final HashedFile data;
  private final HashedFile samples;
  private long videos;

  FiftyOneShard(ShardTarget target, PlannedShard shard, List<String> classes) throws IOException {
    this.shard = shard;
    String folder = shard.split() + "/" + ExportFormat.FIFTYONE.key() + "/";
    labels = target.create(folder + "labels-" + shard.digits() + ".json");
    data = target.create(folder + "data-" + shard.digits() + ".json");
    samples = target.create(folder + "samples-" + shard.digits() + ".jsonl");
    put(labels, "{\"classes\": " + JSON.writeValueAsString(classes) + ", \"labels\": {");
    put(data, "{");
  }

  /**
   * A line of samples.
   *
   * @param videoId the video
   * @param filepath where FiftyOne finds it: a local path, or the URI it has
   * @param split train, validation or test
   * @param sourceId the recording it was cut from
   * @param contentId identity of its bytes
   * @param metadata its file as it was measured
   * @param detections its items
   */
  record Sample(
      String videoId,
      String filepath,
      String split,
      String sourceId,
      String contentId,
      Footage metadata,
      List<Item> detections) {}

  /**
   * An item of a sample.
   *
   * @param itemId the item
   * @param label its label
   * @param timestamps start and end, seconds
   * @param support first and last frame, from 1; absent where nobody measured the frame rate
   * @param confidence 0 to 1
   * @param labelSource {@code model} or {@code review}
   * @param verdict {@code ready} or {@code review}
   * @param clusterId its cluster
   * @param place where it lies on the map; absent where there is none
   */
  record Item(
      String itemId,
      String label,
      List<Double> timestamps,
      List<Long> support,
      double confidence,
      String labelSource,
      String verdict,
      int clusterId,
      List<Double> place) {}

  /** A detection as FiftyOne's own format has it: the label is its index. */
  private record Detection(
      int label,
      List<Long> support,
      List<Double> timestamps,
      double confidence,
      Attributes attributes) {}

  private record Attributes(String itemId, String labelSource, String verdict, int clusterId) {}

  @Override
  public void write(ReleaseVideo video) throws IOException {
    String filepath = localPath(video.footage().uri());
    List<Detection> detections = new ArrayList<>();
    List<Item> items = new ArrayList<>();
    for (Segment s : video.segments()) {
      List<Double> timestamps = List.of(s.startSec(), s.endSec());
      List<Long> support = support(s, video.footage().fps());
      Attributes more = new Attributes(s.itemId(), s.labelSource(), s.verdict(), s.clusterId());
      detections.add(
          new Detection(
              s.classIndex(), support, support == null ? timestamps : null, s.confidence(), more));
      items.add(
          new Item(
              s.itemId(),
              s.label(),
              timestamps,
              support,
              s.confidence(),
              s.labelSource(),
              s.verdict(),
              s.clusterId(),
              s.place()));
    }
    String separator = videos == 0 ? "\n" : ",\n";
    String id = JSON.writeValueAsString(video.videoId());
    put(labels, separator + id + ": " + JSON.writeValueAsString(detections));
    // FiftyOne takes the extension off these names, and would take a part of ours.
    String named = JSON.writeValueAsString(video.videoId() + extension(filepath));
    put(data, separator + named + ": " + JSON.writeValueAsString(filepath));
    Sample sample =
        new Sample(
            video.videoId(),
            filepath,
            video.split(),
            video.sourceId(),
            video.contentId(),
            video.footage(),
            items);
    put(samples, JSON.writeValueAsString(sample) + "\n");
    videos++;
  }

  @Override
  public List<ShardFile> finish() throws IOException {
    put(labels, "\n}}\n");
    put(data, "\n}\n");
    List<ShardFile> files = new ArrayList<>();
    for (HashedFile file : List.of(labels, data, samples)) {
      files.add(file.finish(shard.split(), ExportFormat.FIFTYONE, videos));
    }
    return files;
  }

  @Override
  public void close() throws IOException {
    labels.close();
    data.close();
    samples.close();
  }

  /** Frames from 1, both ends included: frame n is shown from (n - 1) ÷ fps to n ÷ fps. */
  static List<Long> support(Segment segment, Double fps) {
    if (fps == null || !(fps > 0)) {
      return null;
    }
    // Times come from frames, so they are near whole numbers of them.
    double near = 1e-3;
    long first = (long) Math.floor(segment.startSec() * fps + near) + 1;
    long last = (long) Math.ceil(segment.endSec() * fps - near);
    return List.of(first, Math.max(first, last));
  }

  /** {@code file:///a/b.mp4} as {@code /a/b.mp4}; other places as they may be shown. */
  static String localPath(String uri) {
    return uri.startsWith("file:") ? uri.replaceFirst("^file:/+", "/") : Links.shown(uri);
  }

  private static String extension(String filepath) {
    String name = filepath.replaceFirst("[?#].*$", "").replaceFirst("^.*/", "");
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? ".video" : name.substring(dot);
  }

  private static void put(HashedFile file, String text) throws IOException {
    file.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
