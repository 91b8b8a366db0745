package dev.sluice.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads a model's answer to "which label of this list?". Accepts a JSON object {@code {"label": …,
 * "evidence": …}}, alone, in a code fence, inside prose or as a string; or the bare label. Case,
 * spacing, quotes and punctuation of the label do not matter; anything that is not on the list is
 * never a label. Immutable and thread-safe.
 */
public final class LabelParser {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final Pattern PREFIX =
      Pattern.compile("(?i)^\\W*(?:label|answer|class|category)\\W*[:=]");

  private final Map<String, String> labels = new LinkedHashMap<>();
  private final String abstain;

  /**
   * A parser for one list.
   *
   * @param labels the closed list
   * @param abstain the answer that stands for none of them
   */
  public LabelParser(List<String> labels, String abstain) {
    labels.forEach(label -> this.labels.put(LabelName.key(label), label));
    this.abstain = LabelName.key(abstain);
  }

  /** Reads one answer; null reads as empty. Never throws. */
  public ParsedLabel parse(String answer) {
    String text = answer == null ? "" : answer.strip();
    Optional<JsonNode> json = json(text);
    if (json.isPresent() && json.get().isTextual()) {
      return parseText(json.get().textValue().strip());
    }
    return json.map(node -> fromJson(node, text)).orElseGet(() -> parseText(text));
  }

  private ParsedLabel parseText(String text) {
    Optional<JsonNode> object = objectWithin(text);
    if (object.isPresent()) {
      return fromJson(object.get(), text);
    }
    if (LabelName.key(text).isEmpty() || text.startsWith("{") || text.startsWith("[")) {
      return new ParsedLabel.Unparsable(text);
    }
    return decide(PREFIX.matcher(text).replaceFirst(""), "", text);
  }

  private ParsedLabel fromJson(JsonNode node, String text) {
    String label = field(node, "label");
    if (LabelName.key(label).isEmpty()) {
      return new ParsedLabel.Unparsable(text);
    }
    return decide(label, field(node, "evidence").strip(), label.strip());
  }

  private ParsedLabel decide(String label, String evidence, String said) {
    String key = LabelName.key(label);
    if (key.equals(abstain)) {
      return new ParsedLabel.Abstained(evidence);
    }
    String known = labels.get(key);
    return known == null
        ? new ParsedLabel.UnknownLabel(said)
        : new ParsedLabel.Labelled(known, evidence);
  }

  private static String field(JsonNode node, String name) {
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String candidate = names.next();
      JsonNode value = node.get(candidate);
      if (LabelName.key(candidate).equals(name) && value.isTextual()) {
        return value.textValue();
      }
    }
    return "";
  }

  /** The first object inside a text, whether fenced or between words, that has a label. */
  private static Optional<JsonNode> objectWithin(String text) {
    for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', open + 1)) {
      int close = closing(text, open);
      if (close > 0) {
        Optional<JsonNode> node = json(text.substring(open, close + 1));
        if (node.isPresent() && !field(node.get(), "label").isEmpty()) {
          return node;
        }
      }
    }
    return Optional.empty();
  }

  private static int closing(String text, int open) {
    int depth = 0;
    boolean quoted = false;
    for (int i = open; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && c == '{') {
        depth++;
      } else if (!quoted && c == '}' && --depth == 0) {
        return i;
      }
    }
    return -1;
  }

  private static Optional<JsonNode> json(String text) {
    if (!text.startsWith("{") && !text.startsWith("\"")) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readTree(text)).filter(n -> n.isObject() || n.isTextual());
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
