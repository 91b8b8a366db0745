package dev.sluice.label;

import dev.sluice.calls.Work;
import dev.sluice.calls.Works;
import dev.sluice.provider.AnalyzeRequest;
import dev.sluice.provider.Models;
import dev.sluice.provider.Span;
import dev.sluice.provider.Taxonomy;
import dev.sluice.provider.TaxonomyFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is asked about every item.
 *
 * @param taxonomy the closed list of answers
 * @param prompt the words
 * @param shortestSec the shortest item that the model can be asked about, seconds
 */
record Question(LabelConf conf, Taxonomy taxonomy, Prompt prompt, double shortestSec) {

  /**
   * Reads taxonomy and prompt.
   *
   * @throws IllegalArgumentException when one of them or the model cannot be used
   */
  static Question of(LabelConf conf) {
    Taxonomy taxonomy = TaxonomyFile.read(Path.of(conf.taxonomy()));
    return new Question(
        conf,
        taxonomy,
        Prompt.read(conf.prompt(), taxonomy),
        Models.of(conf.model(), Models.Task.ANALYZE).rules().minSec());
  }

  /** The paid work of asking about one item. */
  Work about(Representative item, String namespace) {
    List<String> labels = new ArrayList<>(taxonomy.names());
    labels.add(taxonomy.abstain());
    Optional<Span> part = item.span(shortestSec);
    AnalyzeRequest request =
        new AnalyzeRequest(
            conf.model(), prompt.text(), labels, conf.temperature(), conf.maxTokens(), part);
    return Works.analyze(namespace, item.contentId(), item.uri(), request, item.minutes(part));
  }
}
