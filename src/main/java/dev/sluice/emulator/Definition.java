package dev.sluice.emulator;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a label's words ask of a picture, as far as the detector could witness it.
 *
 * @param wanted objects that it names
 * @param unwanted objects that it says are not there
 * @param views how it says they are seen
 */
record Definition(Set<String> wanted, Set<String> unwanted, Set<View> views) {

  /** How something is seen. */
  enum View {
    /** Few and filling much of the frame. */
    CLOSE,
    /** Several and small. */
    FAR,
    /** A hand, or something held in one. */
    IN_HAND
  }

  private static final Map<String, String> SYNONYMS = new HashMap<>();
  private static final Map<String, View> VIEWS = new HashMap<>();
  private static final Set<String> NEGATIONS = Set.of("no", "not", "without", "never", "nobody");
  private static final Pattern WORD = Pattern.compile("[a-z]+(?:-[a-z]+)*|[,.;:]");

  static {
    synonyms("person", "people persons man men woman women child children worker workers");
    synonyms("person", "pedestrian pedestrians face faces someone crowd human");
    synonyms("car", "cars vehicle vehicles traffic");
    synonyms("truck", "trucks lorry van");
    synonyms("bicycle", "bike bikes cyclist");
    synonyms("motorcycle", "motorbike scooter");
    synonyms("cell phone", "phone phones smartphone");
    synonyms("tv", "television screen monitor");
    synonyms("cup", "mug");
    synonyms("suitcase", "box boxes carton");
    synonyms("couch", "sofa");
    views(View.CLOSE, "close close-up closeup face faces portrait near fills");
    views(View.FAR, "distance distant far several many crowd street outdoors outdoor traffic");
    views(View.IN_HAND, "hand hands held holding holds");
  }

  /** Reads the definition of a label out of a prompt; the label itself is part of it. */
  static Definition read(String label, String prompt) {
    Pattern line =
        Pattern.compile("(?im)^\\s*[-*]?\\s*" + Pattern.quote(label) + "\\s*[:–—-]+\\s*(.+)$");
    Matcher matcher = line.matcher(prompt);
    return words(label + ". " + (matcher.find() ? matcher.group(1) : ""));
  }

  private static Definition words(String text) {
    Set<String> wanted = new HashSet<>();
    Set<String> unwanted = new HashSet<>();
    Set<View> views = EnumSet.noneOf(View.class);
    String lower = text.toLowerCase(Locale.ROOT);
    boolean negated = false;
    String before = "";
    Matcher matcher = WORD.matcher(lower);
    while (matcher.find()) {
      String word = matcher.group();
      if (word.length() == 1 && !Character.isLetter(word.charAt(0))) {
        negated = false;
      } else if (NEGATIONS.contains(word)) {
        negated = true;
      } else {
        for (String candidate : List.of(before + " " + word, word)) {
          String object = object(candidate);
          if (object != null) {
            (negated ? unwanted : wanted).add(object);
          }
        }
        if (VIEWS.containsKey(word) && !negated) {
          views.add(VIEWS.get(word));
        }
      }
      before = word;
    }
    unwanted.removeAll(wanted);
    return new Definition(wanted, unwanted, views);
  }

  private static String object(String word) {
    if (CocoClasses.NAMES.contains(word)) {
      return word;
    }
    if (SYNONYMS.containsKey(word)) {
      return SYNONYMS.get(word);
    }
    String singular = word.replaceFirst("(?<=(s|x|ch|sh))es$|s$", "");
    return CocoClasses.NAMES.contains(singular) ? singular : null;
  }

  private static void synonyms(String object, String words) {
    for (String word : words.split(" ")) {
      SYNONYMS.put(word, object);
    }
  }

  private static void views(View view, String words) {
    for (String word : words.split(" ")) {
      VIEWS.put(word, view);
    }
  }
}
