package dev.sluice.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * One page of a list.
 *
 * @param page number, from 1
 * @param limit rows per page, 1 to 50
 */
record Paging(int page, int limit) {
  private static final int LARGEST = 50;

  static Paging of(Exchange exchange) {
    int page = number(exchange, "page", 1);
    int limit = number(exchange, "page_limit", 10);
    if (page < 1) {
      throw ApiError.invalid("page", "It must be 1 or more.");
    }
    if (limit < 1 || limit > LARGEST) {
      throw ApiError.invalid("page_limit", "It must be between 1 and 50.");
    }
    return new Paging(page, limit);
  }

  /** How many rows come before the page. */
  int skipped() {
    return (int) Math.min(Integer.MAX_VALUE / 2, (page - 1L) * limit);
  }

  /** The page as an answer; past the end its data is empty. */
  <T> ObjectNode answer(Shelf.Page<T> found, Function<T, JsonNode> row) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode data = json.putArray("data");
    found.rows().stream().map(row).forEach(data::add);
    json.putObject("page_info")
        .put("limit_per_page", limit)
        .put("page", page)
        .put("total_page", (found.total() + limit - 1) / limit)
        .put("total_results", found.total());
    return json;
  }

  /**
   * A page of a list in the order that a request asks for.
   *
   * @param newestFirst the whole list by the time of creation
   * @param updated orders it by the time of the last change, the oldest first
   */
  static <T> ObjectNode sorted(
      Exchange exchange, List<T> newestFirst, Comparator<T> updated, Function<T, JsonNode> row) {
    Paging paging = of(exchange);
    List<T> rows = new ArrayList<>(newestFirst);
    if (oneOf(exchange, "sort_by", "created_at", "updated_at").equals("updated_at")) {
      rows.sort(updated.reversed());
    }
    if (oneOf(exchange, "sort_option", "desc", "asc").equals("asc")) {
      Collections.reverse(rows);
    }
    List<T> page = rows.stream().skip(paging.skipped()).limit(paging.limit()).toList();
    return paging.answer(new Shelf.Page<>(page, rows.size()), row);
  }

  /** The same for videos. */
  static ObjectNode videos(
      Exchange exchange, List<IndexedAsset> newestFirst, Function<IndexedAsset, JsonNode> row) {
    return sorted(exchange, newestFirst, Comparator.comparing(IndexedAsset::updatedAt), row);
  }

  private static String oneOf(Exchange exchange, String name, String usual, String other) {
    String word = exchange.query(name).orElse(usual);
    if (!word.equals(usual) && !word.equals(other)) {
      throw ApiError.invalid(name, "It must be %s or %s.".formatted(usual, other));
    }
    return word;
  }

  private static int number(Exchange exchange, String name, int otherwise) {
    String text = exchange.query(name).orElse(Integer.toString(otherwise));
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw ApiError.invalid(name, "It must be a number.");
    }
  }
}
