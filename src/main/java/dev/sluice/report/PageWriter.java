package dev.sluice.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.samskivert.mustache.Mustache;
import dev.sluice.spend.WorkKey;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Makes the page from findings and pictures. Pure apart from reading its own resources. */
final class PageWriter {
  /** The chart library, as its WebJar holds it. */
  static final String CHARTS = "/META-INF/resources/webjars/echarts/5.5.0/echarts.common.min.js";

  private static final String[] PARTS = {"page.mustache", "page.css", "page.js"};
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  private final Findings findings;
  private final String fingerprint;

  PageWriter(Findings findings) {
    this.findings = findings;
    StringBuilder all = new StringBuilder(json(findings));
    for (String part : PARTS) {
      all.append(resource(part));
    }
    this.fingerprint = WorkKey.sha256(all.toString());
  }

  /** Changes with everything the page says and how it says it; pictures are not looked at. */
  String fingerprint() {
    return fingerprint;
  }

  /** The page. */
  String html(Pictures pictures) {
    PageView view = new PageView(findings, pictures);
    Map<String, Object> context = view.context();
    context.put("fingerprint", fingerprint);
    context.put("css", resource("page.css"));
    context.put("js", script(resource("page.js")));
    context.put("charts", view.hasMap() ? script(resource(CHARTS)) : "");
    context.put("mapJson", json(view.map()).replace("<", "\\u003c"));
    return Mustache.compiler()
        .escapeHTML(true)
        .strictSections(true)
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
