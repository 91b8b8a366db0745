package dev.sluice.classify;

import dev.sluice.tables.ClassificationRow;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;

/** Makes the rows of a video, one per class, on executors. */
final class Decide implements FlatMapFunction<Row, Row>, Serializable {
  private static final long serialVersionUID = 1L;
  private final Judge judge;
  private final int classes;
  private final ArrayList<String> texts;
  private final Source source;

  /**
   * What is the same in every row.
   *
   * @param provider namespace
   * @param classSet name of the set of classes
   * @param model model of the clip vectors
   * @param version hash of all that can change a row, apart from the videos
   * @param tau temperature of the shares
   */
  record Source(String provider, String classSet, String model, String version, double tau)
      implements Serializable {}

  Decide(List<Rule> rules, List<String> texts, Source source) {
    this.judge = new Judge(rules, source.tau());
    this.classes = rules.size();
    this.texts = new ArrayList<>(texts);
    this.source = source;
  }

  @Override
  public Iterator<Row> call(Row video) {
    Evidence evidence = Evidence.of(video, classes);
    List<Row> rows = new ArrayList<>();
    for (Verdict verdict : judge.of(evidence.durationSec(), evidence.byClass())) {
      rows.add(ClassificationRow.TABLE.toRow(row(video, verdict, rows.size() + 1)));
    }
    return rows.iterator();
  }

  private ClassificationRow row(Row video, Verdict verdict, int rank) {
    return new ClassificationRow(
        source.provider(),
        source.classSet(),
        video.getAs("video_id"),
        verdict.rule().name(),
        video.getAs("content_id"),
        rank,
        verdict.assigned(),
        verdict.score(),
        verdict.ratio(),
        verdict.rule().threshold(),
        verdict.rule().minRatio(),
        boxed(verdict.best()),
        boxed(verdict.margin()),
        verdict.share(),
        verdict.entropy(),
        source.tau(),
        source.model(),
        source.version(),
        verdict.matched().stream()
            .map(
                clip ->
                    new ClassificationRow.Match(
                        clip.startSec(),
                        clip.endSec(),
                        texts.get(clip.prompt()),
                        clip.option(),
                        clip.cosine()))
            .toList());
  }

  private static Double boxed(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }
}
