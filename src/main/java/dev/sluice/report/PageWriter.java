package dev.sluice.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.samskivert.mustache.Mustache;
import dev.sluice.spend.WorkKey;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/** Makes the page from findings and pictures. Pure apart from reading its own resources. */
final class PageWriter {
  /** The chart library, as its WebJar holds it. */
  static final String CHARTS = "/META-INF/resources/webjars/echarts/5.5.0/echarts.common.min.js";

  private static final List<String> TEMPLATES = List.of("page.mustache", "classvideo.mustache");
  private static final List<String> STYLES = List.of("page.css", "parts.css");
  private static final List<String> SCRIPTS =
      List.of("page.js", "map.js", "details.js", "trends.js", "reviews.js");
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private final Findings findings;
  private final String until;
  private final String fingerprint;

  /**
   * A page.
   *
   * @param until until when its links are good, as it is said there; empty when they do not end
   */
  PageWriter(Findings findings, String until) {
    this.findings = findings;
    this.until = until;
    this.fingerprint =
        WorkKey.sha256(
            json(findings) + until + resources(TEMPLATES) + resources(STYLES) + resources(SCRIPTS));
  }

  /**
   * Changes with everything the page says and how it says it; pictures are not looked at.
   *
   * @param lacking what could not be had for the page and may come back: a page without it is
   *     another one
   */
  String fingerprint(Collection<String> lacking) {
    return lacking.isEmpty()
        ? fingerprint
        : WorkKey.sha256(fingerprint + "\n" + String.join("\n", lacking));
  }

  /**
   * The page.
   *
   * @param lacking as {@link #fingerprint} is told
   */
  String html(Pictures pictures, Links links, Collection<String> lacking) {
    PageView view = new PageView(findings, pictures, links);
    Map<String, Object> context = view.context();
    context.put("fingerprint", fingerprint(lacking));
    context.put("signedLinks", !links.signed().isEmpty());
    context.put("until", until.isEmpty() ? false : until);
    context.put("css", resources(STYLES));
    context.put("js", script(resources(SCRIPTS)));
    boolean charts = view.map().isThere() || view.trends().isThere();
    context.put("charts", charts ? script(resource(CHARTS)) : "");
    context.put("mapData", view.map().isThere() ? packed(json(view.map().data())) : "");
    context.put("trendData", view.trends().isThere() ? packed(json(view.trends().data())) : "");
    return Mustache.compiler()
        .escapeHTML(true)
        .strictSections(true)
        .withLoader(name -> new StringReader(resource(name + ".mustache")))
        .compile(resource("page.mustache"))
        .execute(context);
  }

  // Inside a script element these would end it or change how it is read.
  private static String script(String js) {
    return js.replaceAll("(?i)</(script)", "<\\\\/$1").replace("<!--", "<\\!--");
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("findings are plain data", e);
    }
  }

  // Many numbers and names that resemble each other: a tenth of their length.
  private static String packed(String json) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(json.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  private static String resources(List<String> names) {
    return names.stream().map(PageWriter::resource).collect(Collectors.joining("\n"));
  }

  private static String resource(String name) {
    try (InputStream in = PageWriter.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new FileNotFoundException(name + " is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
