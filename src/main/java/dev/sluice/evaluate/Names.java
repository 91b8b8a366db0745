package dev.sluice.evaluate;

import dev.sluice.provider.Taxonomy;
import dev.sluice.text.LabelName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One spelling for each class: the taxonomy's, else the first one met. Case, spacing and
 * punctuation make no other class. Not thread-safe.
 */
final class Names {
  private final Optional<Taxonomy> taxonomy;
  private final Map<String, String> spellings = new HashMap<>();

  Names(Optional<Taxonomy> taxonomy) {
    this.taxonomy = taxonomy;
  }

  /** The class that a spelling stands for. */
  String of(String spelling) {
    return taxonomy
        .flatMap(known -> known.find(spelling))
        .map(Taxonomy.Label::name)
        .orElseGet(() -> spellings.computeIfAbsent(LabelName.key(spelling), key -> spelling));
  }

  /** The group of a class; empty where the taxonomy gives none. */
  Optional<String> group(String name) {
    return taxonomy
        .flatMap(known -> known.find(name))
        .map(Taxonomy.Label::group)
        .filter(group -> !group.isEmpty());
  }
}
