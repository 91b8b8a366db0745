package dev.sluice.emulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which videos of an index are wanted, as query parameters or as the JSON of a search. */
record Filter(List<Predicate<IndexedAsset>> conditions) implements Predicate<IndexedAsset> {
  private static final Pattern RANGE = Pattern.compile("(\\w+)\\[(gte|lte)]");
  private static final Set<String> RANGED = Set.of("duration", "fps", "width", "height", "size");
  private static final Set<String> OTHERS =
      Set.of("page", "page_limit", "sort_by", "sort_option", "created_at", "updated_at");

  /** What a list is asked for; names that are not the list's own are user metadata. */
  static Filter of(Exchange exchange) {
    List<Predicate<IndexedAsset>> all = new ArrayList<>();
    Optional<Instant> created = exchange.instant("created_at");
    Optional<Instant> updated = exchange.instant("updated_at");
    created.ifPresent(at -> all.add(video -> !video.piece().createdAt().isBefore(at)));
    updated.ifPresent(at -> all.add(video -> !video.updatedAt().isBefore(at)));
    for (String name : exchange.queryNames()) {
      List<String> values = exchange.queries(name);
      Matcher range = RANGE.matcher(name);
      if (range.matches()) {
        all.add(bound(range.group(1), range.group(2), number(name, values.get(0))));
      } else if (name.equals("status")) {
        all.add(video -> values.contains(video.piece().stage().word()));
      } else if (name.equals("index_id")) {
        all.add(video -> values.contains(video.indexId()));
      } else if (name.equals(UserMetadata.FIELD)) {
        all.addAll(json(name, values.get(0)));
      } else if (!OTHERS.contains(name)) {
        all.add(equal(name, List.of(TextNode.valueOf(values.get(0)))));
      }
    }
    return new Filter(all);
  }

  /** What a search is asked for. */
  static Filter of(Optional<String> json) {
    return new Filter(json.map(text -> json("filter", text)).orElse(List.of()));
  }

  @Override
  public boolean test(IndexedAsset video) {
    return conditions.stream().allMatch(condition -> condition.test(video));
  }

  private static List<Predicate<IndexedAsset>> json(String parameter, String text) {
    JsonNode json;
    try {
      json = Exchange.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw broken(parameter, "It is not JSON.");
    }
    if (json == null || !json.isObject()) {
      throw broken(parameter, "It must be an object.");
    }
    List<Predicate<IndexedAsset>> all = new ArrayList<>();
    json.properties()
        .forEach(
            field -> {
              String name = field.getKey();
              JsonNode value = field.getValue();
              if (value.isObject()) {
                value.properties().forEach(end -> all.add(bound(parameter, name, end)));
              } else if (value.isArray()) {
                if (!name.equals("id")) {
                  throw broken(parameter, "Only id takes a list, not " + name + ".");
                }
                List<JsonNode> any = new ArrayList<>();
                value.forEach(any::add);
                all.add(equal(name, any));
              } else {
                all.add(equal(name, List.of(value)));
              }
            });
    return all;
  }

  private static Predicate<IndexedAsset> bound(
      String parameter, String name, Map.Entry<String, JsonNode> end) {
    if (!Set.of("gte", "lte").contains(end.getKey()) || !end.getValue().isNumber()) {
      throw broken(parameter, name + " takes numbers for gte and lte.");
    }
    return bound(name, end.getKey(), end.getValue().asDouble());
  }

  private static Predicate<IndexedAsset> bound(String name, String end, double number) {
    return video -> {
      JsonNode value = video.value(name);
      return value.isNumber()
          && (end.equals("gte") ? value.asDouble() >= number : value.asDouble() <= number);
    };
  }

  /** A text that stands for a number or a truth value equals it. */
  private static Predicate<IndexedAsset> equal(String name, List<JsonNode> any) {
    if (RANGED.contains(name)) {
      any.forEach(one -> number(name, one.asText()));
    }
    return video -> {
      JsonNode value = video.value(name);
      return any.stream().anyMatch(one -> same(value, one.asText()));
    };
  }

  private static boolean same(JsonNode value, String text) {
    if (value.isNumber()) {
      try {
        return value.asDouble() == Double.parseDouble(text);
      } catch (NumberFormatException e) {
        return false;
      }
    }
    return value.isValueNode() && value.asText().equals(text);
  }

  private static double number(String name, String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw ApiError.invalid(name, "It must be a number.");
    }
  }

  private static ApiError broken(String parameter, String why) {
    return parameter.equals("filter")
        ? ApiError.plain(400, "search_filter_invalid", "The filter parameter is invalid. " + why)
        : ApiError.invalid(parameter, why);
  }
}
