package dev.sluice.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.export.ReleaseVideo.Footage;
import dev.sluice.export.ReleaseVideo.Segment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VideoFormatsTest {
  @TempDir Path root;

  @Test
  void aVideoIsNeverCutInTwo() {
    VideoPlan plan = new VideoPlan(4, 2);
    plan.add("test", "a", 3);
    plan.add("test", "b", 2);
    plan.add("test", "c", 2);
    plan.add("train", "a", 9);
    plan.add("train", "b", 1);
    assertThat(plan.shards())
        .containsExactly(
            new PlannedShard(0, "test", 0, "a", 1, 0, 2),
            new PlannedShard(1, "test", 1, "b", 2, 0, 2),
            new PlannedShard(2, "train", 0, "a", 1, 0, 2),
            new PlannedShard(3, "train", 1, "b", 1, 0, 2));
  }

  @Test
  void framesAreCountedFromOneAndBothEndsAreIn() {
    assertThat(FiftyOneShard.support(segment("i", 0, 4), 25.0)).containsExactly(1L, 100L);
    assertThat(FiftyOneShard.support(segment("i", 4, 8), 25.0)).containsExactly(101L, 200L);
    assertThat(FiftyOneShard.support(segment("i", 2.002, 4.004), 30000 / 1001.0))
        .containsExactly(61L, 120L);
    assertThat(FiftyOneShard.support(segment("i", 1, 1), 25.0)).containsExactly(26L, 26L);
    assertThat(FiftyOneShard.support(segment("i", 0, 4), null)).isNull();
  }

  @Test
  void fiftyOneGetsClassesByIndexAndNamesWhoseExtensionItMayTakeOff() throws IOException {
    ShardTarget target = SmallRelease.unfinished(root);
    try (FiftyOneShard shard =
        new FiftyOneShard(
            target, new PlannedShard(0, "train", 0, "a.1", 2, 0, 2), List.of("x", "y"))) {
      shard.write(video("a.1", "file:/clips/a.1.mp4", 25.0));
      shard.write(video("b \"q\"", "s3a://bucket/b", null));
      assertThat(shard.finish()).extracting(ShardFile::items).containsOnly(2L);
    }
    ObjectMapper json = new ObjectMapper();
    JsonNode labels = json.readTree(written("labels-00000.json"));
    assertThat(labels.path("classes").toString()).isEqualTo("[\"x\",\"y\"]");
    assertThat(labels.path("labels").path("a.1").get(0).path("label").asInt()).isEqualTo(1);
    assertThat(labels.path("labels").path("a.1").get(0).path("support").toString())
        .isEqualTo("[1,100]");
    assertThat(labels.path("labels").path("b \"q\"").get(0).path("timestamps").toString())
        .isEqualTo("[0.0,4.0]");
    JsonNode data = json.readTree(written("data-00000.json"));
    assertThat(data.path("a.1.mp4").asText()).isEqualTo("/clips/a.1.mp4");
    assertThat(data.path("b \"q\".video").asText()).isEqualTo("s3a://bucket/b");
    assertThat(written("samples-00000.jsonl").lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).contains("\"place\":[1.5,-2.0]"));
  }

  @Test
  void noReleaseNamesWhatSignsALink() {
    ExportVideos.Shown shown = new ExportVideos.Shown();
    assertThat(shown.call("https://me:secret@host/a.mp4?X-Amz-Signature=1"))
        .isEqualTo("https://host/a.mp4");
    assertThat(shown.call("file:///clips/a?sig=1.mp4")).isEqualTo("file:///clips/a?sig=1.mp4");
  }

  private String written(String file) throws IOException {
    try (var all = Files.walk(root)) {
      return Files.readString(all.filter(p -> p.endsWith(file)).findFirst().orElseThrow());
    }
  }

  @Test
  void sequencesComeBackInOrder() throws IOException {
    ReleaseVideo video = video("v", "file:/v.mp4", 25.0);
    ProtoWriter out = new ProtoWriter();
    SequenceEncoder.encode(video, out);
    byte[] bytes = new byte[out.size()];
    out.written().get(bytes);
    SequenceDecoder.Sequence back = SequenceDecoder.decode(bytes);
    assertThat(back)
        .isEqualTo(
            new SequenceDecoder.Sequence(
                "v",
                "train",
                List.of(
                    new SequenceDecoder.Entry("v@0-4", 1, 2),
                    new SequenceDecoder.Entry("v@4-8", 1, 2))));
  }

  private static ReleaseVideo video(String id, String uri, Double fps) {
    return new ReleaseVideo(
        id,
        "f1:" + id,
        id,
        "train",
        new Footage(uri, null, fps, null, null, null),
        List.of(segment(id + "@0-4", 0, 4), segment(id + "@4-8", 4, 8)));
  }

  private static Segment segment(String id, double from, double to) {
    return new Segment(
        id, from, to, "y", 1, 0.5, "model", "ready", 2, new float[] {1, 2}, List.of(1.5, -2.0));
  }
}
