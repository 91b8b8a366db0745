package dev.sluice.emulator;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Answers questions out of what the detector saw: measured words, never a guess. Its thresholds
 * were set by looking at the demo clips, so they say little about other footage.
 *
 * @param sightings what was seen
 */
record Witness(List<Sighting> sightings) {
  private static final Set<String> ABSTENTIONS =
      Set.of("none of these", "none", "none of the above", "other", "unknown", "unsure", "abstain");

  /** Faces filled 58 % to 85 % of the demo's frames; a hand taken for a person 34 % to 38 %. */
  private static final double FILLS = 0.45;

  /** People on the demo's campus road took up 3 % of the frame at most. */
  private static final double SMALL = 0.10;

  private static final double SEVERAL = 3;

  /** The detector takes a hand for a person, but never with more than this: 0.49 measured. */
  private static final double DOUBTFUL_PERSON = 0.6;

  private static final double HELD = 0.10;

  /** What can be in one hand and is called by the detector what it is, or nearly. */
  private static final Set<String> HANDHELD =
      Set.of("book", "suitcase", "cup", "bottle", "cell phone", "remote", "wine glass", "bowl");

  /** For example {@code detector saw: person 0.79, largest 62 % of the frame}. */
  String evidence() {
    return sightings.isEmpty()
        ? "detector saw: nothing that it knows"
        : "detector saw: "
            + sightings.stream().limit(4).map(Sighting::words).collect(Collectors.joining("; "));
  }

  /**
   * The choice whose words fit what was seen; the abstention among the choices when none does, or
   * an empty text when there is no abstention: a guess would look like an answer.
   */
  String choose(List<String> choices, String prompt) {
    String best = choices.stream().filter(Witness::abstention).findFirst().orElse("");
    double most = 0;
    for (String choice : choices) {
      if (!abstention(choice)) {
        double fit = fit(Definition.read(choice, prompt));
        if (fit > most) {
          most = fit;
          best = choice;
        }
      }
    }
    return best;
  }

  /** How well a definition fits: 0 when something it says was not seen so. */
  double fit(Definition definition) {
    double fit = 0;
    for (Sighting sighting : sightings) {
      if (definition.unwanted().contains(sighting.object())) {
        return 0;
      }
      if (definition.wanted().contains(sighting.object())) {
        fit += sighting.score() * sighting.frames();
      }
    }
    for (Definition.View view : definition.views()) {
      if (!seen(view, definition)) {
        return 0;
      }
      fit += 1;
    }
    // A view alone names nothing.
    return definition.wanted().isEmpty() && !definition.views().contains(Definition.View.IN_HAND)
        ? 0
        : named(definition) ? fit : 0;
  }

  private boolean named(Definition definition) {
    return definition.views().contains(Definition.View.IN_HAND)
        || sightings.stream().anyMatch(s -> definition.wanted().contains(s.object()));
  }

  private boolean seen(Definition.View view, Definition definition) {
    return switch (view) {
      case CLOSE ->
          sightings.stream()
              .anyMatch(s -> definition.wanted().contains(s.object()) && s.area() >= FILLS);
      case FAR -> {
        List<Sighting> named =
            sightings.stream().filter(s -> definition.wanted().contains(s.object())).toList();
        yield named.stream().mapToDouble(Sighting::perFrame).sum() >= SEVERAL
            && named.stream().allMatch(s -> s.area() < SMALL);
      }
      case IN_HAND -> partOfPerson() || heldObject();
    };
  }

  private boolean partOfPerson() {
    Optional<Sighting> person =
        sightings.stream().filter(s -> s.object().equals("person")).findFirst();
    return person.isPresent()
        && person.get().score() < DOUBTFUL_PERSON
        && person.get().area() >= HELD
        && person.get().area() < FILLS;
  }

  private boolean heldObject() {
    return sightings.stream()
        .anyMatch(s -> HANDHELD.contains(s.object()) && s.area() >= HELD && s.area() < FILLS);
  }

  private static boolean abstention(String choice) {
    return ABSTENTIONS.contains(choice.strip().toLowerCase(Locale.ROOT));
  }
}
