package dev.sluice.cluster;

import dev.sluice.tables.EmbeddingRow;
import dev.sluice.tables.VideoRow;
import dev.sluice.testing.Steps;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Real vectors of the demo's clips, with their true scenes. */
record Clips(List<String> ids, List<String> scenes, List<float[]> vectors) {
  static final String LENS = "emulator/mobilenetv2-b10/visual";

  static Clips read() {
    Clips clips = new Clips(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    try (var in =
        new BufferedReader(
            new InputStreamReader(
                Clips.class.getResourceAsStream("clips-38x384.csv"), StandardCharsets.UTF_8))) {
      in.lines().filter(line -> !line.startsWith("#")).forEach(clips::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return clips;
  }

  private void add(String line) {
    String[] parts = line.split(",");
    ByteBuffer bytes =
        ByteBuffer.wrap(Base64.getDecoder().decode(parts[2])).order(ByteOrder.LITTLE_ENDIAN);
    float[] vector = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(vector);
    ids.add(parts[0]);
    scenes.add(parts[1]);
    vectors.add(vector);
  }

  List<VideoRow> videos() {
    List<VideoRow> rows = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      rows.add(Steps.video(ids.get(i), 5, ids.get(i), scenes.get(i)));
    }
    return rows;
  }

  List<EmbeddingRow> embeddings() {
    List<EmbeddingRow> rows = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      rows.add(Steps.whole(ids.get(i), LENS, 5, vectors.get(i)));
    }
    return rows;
  }
}
