package dev.sluice.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.testing.SparkExtension;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** Our fits against what scikit-learn 1.9's KMeans (n_init 10, lloyd) finds in the same data. */
@ExtendWith(SparkExtension.class)
class KnownFitsTest {

  @Test
  void digitsReachThePublishedFigures(SparkSession spark) {
    Points digits = Points.read("digits-1797x64.csv.gz");
    Centroids fit = Fits.ofFew(ClusterConf.defaults(), 10).best(digits.dataset(spark), 10);
    assertThat(Measures.nmi(digits.assigned(fit), digits.classes())).isCloseTo(0.742, within(0.02));
    assertThat(digits.inertia(fit) / 1_165_188.9).isLessThan(1.01);
  }

  @Test
  void imageSegmentsReachThePublishedFigures(SparkSession spark) {
    Points segments = Points.read("segment-2310x19.csv.gz").standardised();
    Centroids fit = Fits.ofFew(ClusterConf.defaults(), 10).best(segments.dataset(spark), 7);
    assertThat(Measures.nmi(segments.assigned(fit), segments.classes()))
        .isCloseTo(0.586, within(0.02));
    assertThat(segments.inertia(fit) / 12_925.35).isLessThan(1.01);
  }

  /** 24 real Marengo 3.0 vectors as float32 .npy; their licence does not let them be kept here. */
  @Test
  @EnabledIfSystemProperty(named = "sluice.marengo", matches = ".+")
  void fourClustersAreChosenForRealMarengoVectors(SparkSession spark) throws IOException {
    float[][] vectors = npy(Path.of(System.getProperty("sluice.marengo")), 24, 512);
    Points points = new Points(Collections.nCopies(24, ""), vectors);
    Dataset<Row> data = points.dataset(spark);
    Silhouette silhouette = new Silhouette(vectors);
    Fits fits = Fits.ofFew(ClusterConf.defaults(), 20);
    TreeMap<Integer, Candidate> tried = new TreeMap<>();
    for (int k = 2; k <= 10; k++) {
      List<int[]> starts = new ArrayList<>();
      fits.all(data, k).forEach(fit -> starts.add(fit.centroids().assign(vectors)));
      Centroids best = fits.best(data, k);
      tried.put(k, new Candidate(silhouette.of(best.assign(vectors)), Candidate.stability(starts)));
      if (k == 8) {
        assertThat(points.inertia(best)).isLessThanOrEqualTo(0.1981);
      }
    }
    assertThat(tried.get(4).silhouette()).isCloseTo(0.4048, within(5e-5));
    assertThat(ChooseK.best(tried)).as(ChooseK.describe(tried)).hasValue(4);
  }

  private static float[][] npy(Path file, int rows, int columns) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(10 + bytes.getShort(8));
    FloatBuffer floats = bytes.slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    float[][] out = new float[rows][columns];
    for (float[] row : out) {
      floats.get(row);
    }
    return out;
  }
}
