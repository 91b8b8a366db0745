package dev.sluice.testing;

import dev.sluice.calls.EmbeddingReader;
import dev.sluice.calls.SpendReport;
import dev.sluice.calls.Spender;
import dev.sluice.calls.SpendingStopped;
import dev.sluice.calls.Work;
import dev.sluice.provider.HeldVideos;
import dev.sluice.provider.LabelAnswer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A spender that answers from a function and remembers what it was asked to pay for. */
public final class CannedSpender implements Spender {
  private final String namespace;
  private final Function<Work, String> answer;
  private final Map<String, byte[]> paid = new LinkedHashMap<>();
  private final List<Work> asked = new ArrayList<>();
  private int spendCalls;
  private HeldVideos held;
  private SpendingStopped stopped;

  /**
   * @param answer the answer text of a work, or null when none comes back
   */
  public CannedSpender(String namespace, Function<Work, String> answer) {
    this.namespace = namespace;
    this.answer = answer;
  }

  /** A spender that fails the test when it is asked for anything. */
  public static CannedSpender paysNothing(String namespace) {
    return new CannedSpender(
        namespace,
        work -> {
          throw new AssertionError("paid for " + work);
        });
  }

  @Override
  public String namespace() {
    return namespace;
  }

  @Override
  public SpendReport spend(Dataset<Row> works) {
    spendCalls++;
    long known = 0;
    long done = 0;
    long pending = 0;
    for (Row row : works.collectAsList()) {
      Work work = Work.CODEC.fromRow(row);
      asked.add(work);
      if (paid.containsKey(work.workKey())) {
        known++;
        continue;
      }
      String text = answer.apply(work);
      if (text == null) {
        pending++;
      } else {
        paid.put(work.workKey(), text.getBytes(StandardCharsets.UTF_8));
        done++;
      }
    }
    if (stopped != null) {
      throw stopped;
    }
    return new SpendReport(known + done + pending, known, done, 0, 0, pending, 0, done, 0, 0);
  }

  @Override
  public Map<String, byte[]> answers(Collection<String> workKeys) {
    Map<String, byte[]> out = new LinkedHashMap<>(paid);
    out.keySet().retainAll(workKeys);
    return out;
  }

  /** Stops after every answer that there is. */
  public CannedSpender stopping(SpendingStopped why) {
    stopped = why;
    return this;
  }

  /** Has the provider hold videos. */
  public CannedSpender holding(HeldVideos videos) {
    held = videos;
    return this;
  }

  @Override
  public HeldVideos held() {
    if (held == null) {
      throw new UnsupportedOperationException("no step under test asks what the provider has");
    }
    return held;
  }

  @Override
  public EmbeddingReader embeddingReader() {
    throw new UnsupportedOperationException("no step under test reads embed answers");
  }

  /** An answer about words is written as numbers with commas between. */
  @Override
  public float[] readText(byte[] answer) {
    String[] numbers = new String(answer, StandardCharsets.UTF_8).split(",", -1);
    float[] vector = new float[numbers.length];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = Float.parseFloat(numbers[i]);
    }
    return vector;
  }

  @Override
  public LabelAnswer readLabel(byte[] answer) {
    return new LabelAnswer(new String(answer, StandardCharsets.UTF_8));
  }

  /** Every work asked for so far, paid or known. */
  public List<Work> asked() {
    return List.copyOf(asked);
  }

  /** How often works were handed over. */
  public int spendCalls() {
    return spendCalls;
  }
}
