package dev.sluice.calls;

import dev.sluice.provider.HeldVideos;
import dev.sluice.provider.LabelAnswer;
import java.util.Collection;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The only way to spend money from a step. */
public interface Spender {

  /** The provider's namespace, for work keys and lenses. */
  String namespace();

  /**
   * Does the works that are not done yet and records every answer. <b>Pays.</b> Idempotent: works
   * that were done before, by anyone on this warehouse, cost nothing.
   *
   * @param works works in columns of {@link Work#CODEC}; duplicates by key are one work
   * @throws SpendingStopped when no further call can succeed
   */
  SpendReport spend(Dataset<Row> works);

  /**
   * Raw answers by work key, for those of these works that are done. For small numbers of works.
   */
  Map<String, byte[]> answers(Collection<String> workKeys);

  /** What the provider already has. Pays nothing. */
  HeldVideos held();

  /** Reads embed answers; travels to executors. Pure. */
  EmbeddingReader embeddingReader();

  /** Reads an answer about words: their vector. Pure. */
  float[] readText(byte[] answer);

  /** Reads an analyze answer. Pure. */
  LabelAnswer readLabel(byte[] answer);
}
