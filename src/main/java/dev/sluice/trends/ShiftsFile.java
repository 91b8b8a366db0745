package dev.sluice.trends;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Reads shifts from YAML: {@code time-zone} as in {@code Europe/Berlin} and, under {@code shifts},
 * {@code name: "22:00-06:00"} each.
 */
public final class ShiftsFile {
  private static final ObjectMapper YAML = new YAMLMapper();
  private static final List<String> KEYS = List.of("time-zone", "shifts");
  private static final String MIDNIGHT = "24:00";

  private ShiftsFile() {}

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException naming the file and every problem at once
   */
  public static Shifts read(Path file) {
    try {
      return parse(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "shifts " + file + " cannot be read (" + e.getMessage() + "); check the path", e);
    }
  }

  static Shifts parse(String yaml, String source) {
    List<String> problems = new ArrayList<>();
    try {
      JsonNode tree = YAML.readTree(yaml);
      if (!tree.isObject()) {
        throw new IllegalArgumentException(
            "shifts " + source + " is not a YAML mapping with the keys " + KEYS);
      }
      for (Iterator<String> names = tree.fieldNames(); names.hasNext(); ) {
        String name = names.next();
        if (!KEYS.contains(name)) {
          problems.add("unknown key '" + name + "', known are " + KEYS);
        }
      }
      ZoneId zone = zone(tree.path("time-zone").asText("UTC"), problems);
      List<Shifts.Shift> shifts = shifts(tree.path("shifts"), problems);
      if (problems.isEmpty()) {
        return new Shifts(zone, shifts);
      }
    } catch (JsonProcessingException e) {
      problems.add(
          (e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ")
              + e.getOriginalMessage());
    } catch (IllegalArgumentException e) {
      problems.add(e.getMessage());
    }
    throw new IllegalArgumentException("shifts " + source + ": " + String.join("; ", problems));
  }

  private static ZoneId zone(String name, List<String> problems) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      problems.add("time-zone '%s' is none; write one like Europe/Berlin".formatted(name));
      return Shifts.NONE.zone();
    }
  }

  private static List<Shifts.Shift> shifts(JsonNode node, List<String> problems) {
    List<Shifts.Shift> shifts = new ArrayList<>();
    if (!node.isMissingNode() && !node.isNull() && !node.isObject()) {
      problems.add("shifts is a block of name: \"06:00-14:00\"");
    }
    for (Map.Entry<String, JsonNode> shift : node.properties()) {
      String[] ends = shift.getValue().asText().split("-", -1);
      try {
        if (ends.length != 2) {
          throw new DateTimeException("no two times");
        }
        shifts.add(new Shifts.Shift(shift.getKey(), time(ends[0]), time(ends[1])));
      } catch (DateTimeException e) {
        problems.add(
            "shift %s is written like \"06:00-14:00\", not '%s'"
                .formatted(shift.getKey(), shift.getValue().asText()));
      }
    }
    return shifts;
  }

  private static LocalTime time(String written) {
    String time = written.strip();
    return time.equals(MIDNIGHT) ? LocalTime.MIDNIGHT : LocalTime.parse(time);
  }
}
