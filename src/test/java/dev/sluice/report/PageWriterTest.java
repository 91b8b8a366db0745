package dev.sluice.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PageWriterTest {
  private static final Pictures NONE = new Pictures(Map.of());
  private static final Links ELSEWHERE = new Links("s3a://pages/index.html", Map.of());
  private static final Links BESIDE = new Links("file:/w/_report/index.html", Map.of());

  @Test
  void theChartLibraryIsWhereItsWebJarHasIt() {
    assertThat(PageWriterTest.class.getResource(PageWriter.CHARTS)).isNotNull();
  }

  @Test
  void textFromTablesNeverBecomesMarkup() {
    String html = html(SampleFindings.nasty());
    assertThat(html).doesNotContain("<script>alert").doesNotContain("alert('x')</script>");
    assertThat(html).contains("&lt;/script&gt;&lt;script&gt;alert(");
    assertThat(count(html, "(?i)</script")).isEqualTo(count(html, "(?i)<script"));
  }

  @Test
  void nothingIsLoadedFromAnywhere() {
    String html = withoutScripts(html(SampleFindings.plain()));
    assertThat(html).contains("default-src 'none'");
    Matcher references =
        Pattern.compile("\\b(?:src|href|srcset|action|poster|data)\\s*=\\s*\"([^\"]*)\"")
            .matcher(html);
    while (references.find()) {
      assertThat(references.group(1)).matches("(?s)#.*|data:image/jpeg;base64,.*");
    }
    assertThat(html).doesNotContain("@import").doesNotContain("url(").doesNotContain("<link");
  }

  @Test
  void theEmulatorIsMarkedPlainlyAndOnlyTheEmulator() {
    String mark = "object words measured by a detector, not TwelveLabs";
    assertThat(html(SampleFindings.nasty())).contains(mark);
    assertThat(html(SampleFindings.plain())).doesNotContain(mark);
  }

  @Test
  void theNumbersAreThere() {
    String html = html(SampleFindings.plain());
    assertThat(html).contains("2 of 3 items").contains("1 of 2").contains("2 of 2 votes");
    // 10 s labelled minus 5 s asked, at 36 an hour.
    assertThat(html).contains("<dd>5 s<small>worth 0.0500 USD</small>");
    assertThat(html).contains("1 cluster (1 item) has no name yet");
    assertThat(html).contains("too small").contains("0.0101 USD").contains("demo-001");
  }

  @Test
  void whatTheLabelsWereHeldAgainstIsThere() {
    String html = html(SampleFindings.plain());
    assertThat(html).contains("<b>90%</b> have a label and <b>70%</b> the right one");
    // Six truly pedestrians: three found, one each called otherwise, one without a label.
    assertThat(html)
        .contains(
            "<tr><th scope=\"row\">pedestrians</th><td class=\"n right\" style=\"--shade:50%\">3</td>"
                + "<td class=\"n\" style=\"--shade:17%\">1</td>"
                + "<td class=\"n\" style=\"--shade:17%\">1</td>"
                + "<td class=\"n\" style=\"--shade:17%\">1</td></tr>");
    assertThat(html).contains("31 contradictions, 1 across groups. The first 2:");
    assertThat(html).contains("nearest neighbours, cosine 0.98");
    assertThat(html).contains("1 rising, 1 falling of 40 rates compared");
    assertThat(html).contains("× 3.00").contains("1.65 to 5.44").contains("zone pedestrians");
    assertThat(html).contains("14 items in 7.0 h, 2026-03-01 to 2026-03-07");
    assertThat(html)
        .contains(
            "aria-label=\"Items per hour of footage by day, 2026-03-01 to 2026-03-02: pedestrians, empty street.");
  }

  @Test
  void sectionsOfWhatWasNotCheckedAreAbsent() {
    assertThat(html(SampleFindings.empty()))
        .doesNotContain("Against ground truth")
        .doesNotContain("Contradictions")
        .doesNotContain("Trends");
  }

  @Test
  void picturesAreInlineWithTheirTextAlternative() {
    Findings findings = SampleFindings.plain();
    Findings.Member first = findings.clusters().get(0).members().get(0);
    Pictures one = new Pictures(Map.of(first, "data:image/jpeg;base64,AAAA"));
    String html = withoutScripts(new PageWriter(findings, "").html(one, ELSEWHERE, List.of()));
    assertThat(html)
        .contains("<img src=\"data:image/jpeg;base64,AAAA\" alt=\"Frame of pedestrians, nearest");
    assertThat(html).contains("No picture of pedestrians2");
    assertThat(count(html, "<img ")).isEqualTo(count(html, "<img [^>]*alt=\"[^\"]+\""));
  }

  @Test
  void videosBesideThePageArePlayedFromTheirSpan() {
    Findings findings = SampleFindings.plain();
    Findings.Member first = findings.clusters().get(0).members().get(0);
    Pictures one = new Pictures(Map.of(first, "data:image/jpeg;base64,AAAA"));
    String html = new PageWriter(findings, "").html(one, BESIDE, List.of());
    assertThat(html)
        .contains(
            "<a class=\"tile\" href=\"../../v/a.mp4#t&#x3D;0,5\" data-play=\"Play pedestrians")
        .contains("<a class=\"clip\" href=\"../../v/0.mp4#t&#x3D;2,4.5\"");
    assertThat(html).contains("media-src 'self' file:;");
    assertThat(new PageWriter(findings, "").html(one, ELSEWHERE, List.of()))
        .doesNotContain("a.mp4#t");
  }

  @Test
  void aClassShowsItsThreeBestAndKeepsTheRestBack() {
    String html = html(SampleFindings.plain());
    assertThat(html).contains("2 of 7 videos").contains("2 more videos");
    assertThat(html).contains("<span style=\"width:32%\"></span></span>31.50");
    assertThat(html).contains("<span style=\"width:75%\"></span></span>75%");
    assertThat(html).contains("2–4.50 s <q>pedestrians</q> <b>0.31</b>").contains("8 more clips");
    int rest = html.indexOf("2 more videos");
    assertThat(html.substring(0, rest)).contains("pedestrians2").doesNotContain("pedestrians3");
  }

  @Test
  void whatNeedsAPersonIsListedWithItsKey() {
    String html = html(SampleFindings.plain());
    assertThat(html)
        .contains(
            "data-kind=\"video\" data-key=\"pedestrians\" data-label=\"pedestrians\""
                + " data-what=\"pedestrians\"");
    assertThat(html).contains("low confidence").contains("40 more items, surer than these");
    assertThat(html).contains("data-kind=\"cluster_of\" data-key=\"pedestrians\"");
  }

  @Test
  void theMapSaysHowItWasMadeAndHowFarToTrustIt() {
    String html = html(SampleFindings.plain());
    assertThat(html)
        .contains("3 items, 1 of them placed by their neighbours. UMAP keeps neighbours together")
        .contains("Trustworthiness 0.93");
  }

  @Test
  void manyPointsMakeASmallPage() {
    Findings.ItemMap map = ManyPoints.map(50_000);
    Findings findings = SampleFindings.withMap(map);
    int page = new PageWriter(findings, "").html(NONE, BESIDE, List.of()).length();
    int without = html(SampleFindings.plain()).length();
    assertThat(page - without).isLessThan(1_250_000);
  }

  @Test
  void signedLinksSayUntilWhenAndMayBeFetched() {
    Findings findings = SampleFindings.plain();
    Links signed = new Links("file:/w/p.html", Map.of("file:/v/0.mp4", "https://b/0?sig=1"));
    String html = new PageWriter(findings, "2026-11-29").html(NONE, signed, List.of());
    assertThat(html)
        .contains("media-src 'self' file: https: http:;")
        .contains("their links are good until 2026-11-29")
        .contains("href=\"https://b/0?sig&#x3D;1#t&#x3D;2,4.5\"");
    assertThat(new PageWriter(findings, "2026-11-30").fingerprint(List.of()))
        .isNotEqualTo(new PageWriter(findings, "2026-11-29").fingerprint(List.of()));
  }

  @Test
  void anEmptyWarehouseMakesAPageTooAndNeedsNoScripts() {
    String html = html(SampleFindings.empty());
    assertThat(html).contains("Nothing is clustered yet").contains("Nothing is in quarantine");
    assertThat(html).doesNotContain("<script");
    assertThat(html).doesNotContain("{{");
  }

  @Test
  void theFingerprintFollowsTheFindings() {
    String one = new PageWriter(SampleFindings.plain(), "").fingerprint(List.of());
    assertThat(new PageWriter(SampleFindings.plain(), "").fingerprint(List.of())).isEqualTo(one);
    assertThat(new PageWriter(SampleFindings.nasty(), "").fingerprint(List.of())).isNotEqualTo(one);
    assertThat(html(SampleFindings.plain()).substring(0, 400))
        .contains("<meta name=\"sluice-fingerprint\" content=\"" + one + "\"");
  }

  @Test
  void headingsAndTablesAreNamedForThoseWhoListen() {
    String html = html(SampleFindings.plain());
    assertThat(html).contains("<html lang=\"en\">").contains("Skip to the content");
    assertThat(html).contains("The map as a table");
    assertThat(count(html, "<th ")).isEqualTo(count(html, "<th scope="));
  }

  private static String withoutScripts(String html) {
    return html.replaceAll("(?s)<script>.*?</script>", "");
  }

  private static String html(Findings findings) {
    return new PageWriter(findings, "").html(NONE, ELSEWHERE, List.of());
  }

  private static long count(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().count();
  }
}
