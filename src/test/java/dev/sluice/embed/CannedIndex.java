package dev.sluice.embed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.EmbeddedSegment;
import dev.sluice.provider.HeldUri;
import dev.sluice.provider.HeldVideo;
import dev.sluice.provider.HeldVideos;
import dev.sluice.provider.IndexedVideo;
import dev.sluice.provider.ProviderRef;
import dev.sluice.provider.Scope;
import dev.sluice.provider.Usage;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** An index that answers from a map, and whose vectors are two. */
record CannedIndex(String name) implements HeldVideos {
  /** Outcomes cannot be sent to tasks, and tasks of a test run in its process. */
  private static final Map<String, Map<String, CallOutcome>> ANSWERS = new ConcurrentHashMap<>();

  static CannedIndex of(Map<String, CallOutcome> answers) {
    CannedIndex index = new CannedIndex(UUID.randomUUID().toString());
    ANSWERS.put(index.name, answers);
    return index;
  }

  /** The answer that holds them. */
  static CallOutcome done(String servedBy) {
    return new CallOutcome.Done(
        "vectors".getBytes(UTF_8), Usage.NONE, new ProviderRef("v"), servedBy);
  }

  @Override
  public String namespace() {
    return "twelvelabs";
  }

  @Override
  public CallOutcome stored(HeldUri video, String model, List<String> modalities) {
    assertThat(model).isEqualTo("marengo3.0");
    assertThat(modalities).containsExactly("visual");
    return ANSWERS.get(name).get(video.video().orElseThrow().id());
  }

  @Override
  public List<EmbeddedSegment> segments(HeldUri video, byte[] answer) {
    if (!new String(answer, UTF_8).equals("vectors")) {
      throw new IllegalArgumentException("no vectors");
    }
    return List.of(
        new EmbeddedSegment(Scope.CLIP, 0, 0, 5, "visual", new float[] {1, 0}),
        new EmbeddedSegment(Scope.CLIP, 1, 5, 9, "visual", new float[] {0, 1}));
  }

  @Override
  public CallOutcome index(ProviderRef index) {
    throw new AssertionError("not asked for");
  }

  @Override
  public Iterator<IndexedVideo> ready(ProviderRef index) {
    throw new AssertionError("not asked for");
  }

  @Override
  public CallOutcome look(HeldUri video) {
    throw new AssertionError("not asked for");
  }

  @Override
  public HeldVideo read(HeldUri video, byte[] answer) {
    throw new AssertionError("not asked for");
  }
}
