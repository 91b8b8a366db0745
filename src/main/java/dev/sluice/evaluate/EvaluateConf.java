package dev.sluice.evaluate;

/**
 * Settings of the evaluate step. Every field may be left out.
 *
 * @param taxonomy path of the taxonomy file: gives each label its group, and truth its spelling
 */
public record EvaluateConf(String taxonomy) {

  /** Fills in defaults. */
  public EvaluateConf {
    taxonomy = taxonomy == null ? "" : taxonomy.strip();
  }
}
