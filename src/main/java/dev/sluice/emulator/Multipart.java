package dev.sluice.emulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A form of fields and at most one file. The file goes to disk while it is read; only fields are
 * held in memory. Parts may come in any order.
 *
 * @param fields the plain fields; a name may come again
 * @param file where the file went, with the name its sender gave it
 */
record Multipart(Map<String, List<String>> fields, Optional<Upload> file) {
  private static final Pattern BOUNDARY = Pattern.compile("boundary=(?:\"([^\"]+)\"|([^;\\s]+))");
  private static final Pattern ATTRIBUTE = Pattern.compile("[; ](\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final int LARGEST_FIELD = 1 << 20;
  private static final int LARGEST_LINE = 16 << 10;

  /**
   * A received file.
   *
   * @param path where its bytes are
   * @param name what its sender called it
   * @param type its declared media type
   * @param size bytes
   */
  record Upload(Path path, String name, String type, long size) {}

  /**
   * Reads a form.
   *
   * @param contentType the request's content type
   * @param body the request's body
   * @param fileField which field may be a file
   * @param target where the file's bytes go
   * @param largest largest file, bytes
   */
  static Multipart read(
      String contentType, InputStream body, String fileField, Path target, long largest)
      throws IOException {
    Matcher boundary = BOUNDARY.matcher(contentType);
    if (!contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")
        || !boundary.find()) {
      throw ApiError.plain(
          400,
          "content_type_invalid",
          "The content type '%s' is not supported. Please use 'multipart/form-data'."
              .formatted(contentType));
    }
    String mark = boundary.group(1) != null ? boundary.group(1) : boundary.group(2);
    DelimitedStream parts =
        new DelimitedStream(body, ("\r\n--" + mark).getBytes(StandardCharsets.ISO_8859_1));
    Map<String, List<String>> fields = new HashMap<>();
    Optional<Upload> file = Optional.empty();
    parts.copyTo(OutputStream.nullOutputStream(), LARGEST_FIELD);
    while (!line(parts).startsWith("--")) {
      Map<String, String> headers = headers(parts);
      Map<String, String> about = attributes(headers.getOrDefault("content-disposition", ""));
      if (about.containsKey("filename") && about.getOrDefault("name", "").equals(fileField)) {
        if (file.isPresent()) {
          throw ApiError.invalid(fileField, "The emulator takes one file.");
        }
        try (OutputStream out = Files.newOutputStream(target)) {
          parts.copyTo(out, largest);
        }
        String type = headers.getOrDefault("content-type", "application/octet-stream");
        file = Optional.of(new Upload(target, about.get("filename"), type, Files.size(target)));
      } else {
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        parts.copyTo(value, LARGEST_FIELD);
        fields
            .computeIfAbsent(about.getOrDefault("name", ""), name -> new ArrayList<>())
            .add(value.toString(StandardCharsets.UTF_8));
      }
    }
    body.transferTo(OutputStream.nullOutputStream());
    return new Multipart(Map.copyOf(fields), file);
  }

  /** The last value of a field, if it is there. */
  Optional<String> field(String name) {
    List<String> values = all(name);
    return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() - 1));
  }

  /** Every value of a field, in order. */
  List<String> all(String name) {
    return fields.getOrDefault(name, List.of());
  }

  private static Map<String, String> headers(DelimitedStream parts) throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (String line = line(parts); !line.isEmpty(); line = line(parts)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
    return headers;
  }

  private static Map<String, String> attributes(String disposition) {
    Map<String, String> attributes = new HashMap<>();
    Matcher matcher = ATTRIBUTE.matcher(disposition);
    while (matcher.find()) {
      attributes.put(matcher.group(1), matcher.group(2).replaceAll("\\\\(.)", "$1"));
    }
    return attributes;
  }

  private static String line(DelimitedStream parts) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = parts.read(); b != '\n'; b = parts.read()) {
      // The closing boundary may end the stream without a line break.
      if (b < 0 || line.size() > LARGEST_LINE) {
        break;
      }
      if (b != '\r') {
        line.write(b);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }
}
