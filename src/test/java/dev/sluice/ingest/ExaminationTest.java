package dev.sluice.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.media.FfmpegPrograms;
import dev.sluice.media.Probe;
import dev.sluice.media.VideoFile;
import dev.sluice.provider.Span;
import dev.sluice.tables.VideoRow;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.util.SerializableConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExaminationTest {
  private static final ModelRules RULES = ModelRules.of(List.of("marengo3.0", "pegasus1.5"));
  private final Examination examination =
      new Examination(
          "file:" + Demo.clip(""),
          RULES,
          () -> new Probe(FfmpegPrograms.onThisMachine()),
          new Configuration(false),
          new HeldLook(NoProvider.INSTANCE));
  private final Examination withoutProbe =
      new Examination(
          "file:" + Demo.clip(""),
          RULES,
          () -> {
            throw new AssertionError("nothing to measure");
          },
          new Configuration(false),
          new HeldLook(NoProvider.INSTANCE));

  @Test
  void anUnchangedFileIsNotOpenedAgain() {
    Examined first = examination.examine(row("cup_00.mp4", null, null, null, null), null);
    assertThat(first.opened()).isTrue();
    assertThat(first.reason()).isNull();
    long opened = VideoFile.opened();
    Examined again = withoutProbe.examine(row("cup_00.mp4", null, null, null, null), first.video());
    assertThat(again.opened()).isFalse();
    assertThat(again.video()).isEqualTo(first.video());
    assertThat(again.acceptedBefore()).isTrue();
    assertThat(VideoFile.opened()).isEqualTo(opened);
  }

  @Test
  void aBadFileIsNotOpenedAgainEither() {
    for (String name : List.of("truncated", "not_a_video", "too_short", "empty")) {
      ManifestRow row = row("faulty/" + name + ".mp4", null, null, null, null);
      Examined first = examination.examine(row, null);
      Examined again = withoutProbe.examine(row, first.video());
      assertThat(again.opened()).isFalse();
      assertThat(again.video()).isEqualTo(first.video());
    }
  }

  @Test
  void aLinkThatIsSignedAnewIsNotOpenedAgainAndItsSignatureIsNowhereShown() throws IOException {
    byte[] clip = Files.readAllBytes(Demo.clip("cup_00.mp4"));
    HttpServer site =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    site.createContext(
        "/a b.mp4",
        exchange -> {
          try (exchange) {
            exchange.getResponseHeaders().set("ETag", "\"one\"");
            exchange.sendResponseHeaders(200, clip.length);
            exchange.getResponseBody().write(clip);
          }
        });
    site.start();
    try {
      String link = "http://127.0.0.1:%d/a b.mp4?".formatted(site.getAddress().getPort());
      String signed = link + "X-Amz-Signature=hidden";
      Examined first = examination.examine(row(signed + 1, null, null, null, null), null);
      assertThat(first.reason()).isNull();
      Examined again = withoutProbe.examine(row(signed + 2, null, null, null, null), first.video());
      assertThat(again.opened()).isFalse();
      assertThat(again.video().contentId()).isEqualTo(first.video().contentId());
      assertThat(again.video().uri()).as("the newer one is good for longer").endsWith("hidden2");
    } finally {
      site.stop(0);
    }
    for (String bad :
        List.of("http://127.0.0.1:1/a b.mp4?sig=hidden", "http:///a b?X-Amz-Signature=hidden")) {
      Examined examined = examination.examine(row(bad, null, null, null, null), null);
      assertThat(examined.detail()).doesNotContain("hidden");
    }
  }

  @Test
  void aChangedFileIsLookedAtAgain(@TempDir Path dir) throws IOException {
    Path file = Files.copy(Demo.clip("faulty/truncated.mp4"), dir.resolve("a.mp4"));
    ManifestRow row = row(file.toString(), null, null, null, null);
    Examined bad = examination.examine(row, null);
    assertThat(bad.reason()).isEqualTo("truncated");
    Files.delete(file);
    Files.copy(Demo.clip("cup_00.mp4"), file);
    assertThat(examination.examine(row, bad.video()).reason()).isNull();
  }

  @Test
  void aRuleThatTheManifestsFactsBreakRefusesWithoutOpening() {
    Examined examined = withoutProbe.examine(row("cup_00.mp4", 2.0, 640, 480, null), null);
    assertThat(examined.reason()).isEqualTo("too_short");
    assertThat(examined.detail()).contains("marengo3.0");
    assertThat(examined.opened()).isFalse();
  }

  @Test
  void factsWithoutADigestNeedNoDecoder() {
    Examined examined = withoutProbe.examine(row("cup_00.mp4", 4.5, 640, 480, null), null);
    assertThat(examined.reason()).isNull();
    assertThat(examined.opened()).isTrue();
    assertThat(examined.video().contentId()).startsWith("f1:");
  }

  @Test
  void aRecordingLongerThanTheModelTakesIsAccepted() {
    assertThat(withoutProbe.examine(row("cup_00.mp4", 90_000.0, 640, 480, null), null).reason())
        .isNull();
  }

  @Test
  void theRememberedIdentityWinsOverADigestGivenLater() {
    Examined first = examination.examine(row("cup_00.mp4", null, null, null, null), null);
    ManifestRow later = row("cup_00.mp4", null, null, null, "ab".repeat(32));
    assertThat(withoutProbe.examine(later, first.video()).video().contentId())
        .isEqualTo(first.video().contentId());
  }

  @Test
  void theIdThatWasPaidForStaysWhenADigestOfTheSameBytesComesOrGoes(@TempDir Path dir)
      throws IOException {
    ManifestRow here = row("cup_00.mp4", null, null, null, null);
    VideoRow plain = examination.examine(here, null).video();
    String digest = plain.contentId().substring("f1:".length());
    String moved = Files.copy(Demo.clip("cup_00.mp4"), dir.resolve("a.mp4")).toString();
    assertThat(contentId(row(moved, null, null, null, digest), plain)).isEqualTo(plain.contentId());
    assertThat(contentId(row(moved, null, null, null, "ab".repeat(32)), plain))
        .isEqualTo("sha256:" + "ab".repeat(32));
    VideoRow given = examination.examine(row("cup_00.mp4", null, null, null, digest), null).video();
    assertThat(given.contentId()).isEqualTo("sha256:" + digest);
    assertThat(contentId(row(moved, null, null, null, null), given)).isEqualTo("sha256:" + digest);
    assertThat(contentId(row(moved, 4.5, 640, 480, null), given)).isEqualTo("sha256:" + digest);
  }

  @Test
  void theIdOfALargeFileStaysToo(@TempDir Path dir) throws IOException {
    Path file = dir.resolve("a.mp4");
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength((64L << 20) + 1);
    }
    VideoRow known = withoutProbe.examine(row(file.toString(), 4.5, 640, 480, null), null).video();
    assertThat(known.contentId()).startsWith("s1:");
    ManifestRow later = row(file.toString(), 4.5, 640, 480, "ab".repeat(32));
    Files.setLastModifiedTime(file, FileTime.fromMillis(1));
    assertThat(withoutProbe.examine(later, known).video().contentId()).isEqualTo(known.contentId());
    try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
      large.write(1);
    }
    assertThat(withoutProbe.examine(later, known).video().contentId())
        .isEqualTo("sha256:" + "ab".repeat(32));
  }

  @Test
  void aDigestThatIsCorrectedIsTheIdOfAnUnchangedFile() {
    ManifestRow wrong = row("cup_00.mp4", 4.5, 640, 480, "ab".repeat(32));
    VideoRow known = withoutProbe.examine(wrong, null).video();
    ManifestRow right = row("cup_00.mp4", 4.5, 640, 480, "AC".repeat(32));
    assertThat(withoutProbe.examine(right, known).video().contentId())
        .isEqualTo("sha256:" + "ac".repeat(32));
  }

  @Test
  void theLengthThatWasPaidForStaysWhenTheManifestRoundsIt(@TempDir Path dir) throws IOException {
    VideoRow known = examination.examine(open("cup_00.mp4", null), null).video();
    double length = known.durationSec();
    assertThat(known.endSec()).isEqualTo(length);
    String moved = Files.copy(Demo.clip("cup_00.mp4"), dir.resolve("a.mp4")).toString();
    for (String uri : List.of("cup_00.mp4", moved)) {
      for (double given : new double[] {length - 0.4, length + 0.033}) {
        VideoRow rounded = examination.examine(open(uri, given), known).video();
        assertThat(rounded.durationSec()).isEqualTo(length);
        assertThat(rounded.endSec()).isEqualTo(length);
      }
      assertThat(examination.examine(open(uri, 90.0), known).video().endSec()).isEqualTo(90.0);
    }
    VideoRow given = examination.examine(open("cup_00.mp4", length + 0.4), null).video();
    assertThat(examination.examine(open(moved, null), given).video().endSec())
        .isEqualTo(length + 0.4);
  }

  @Test
  void aFactThatRefusedAFileAndIsTakenBackRefusesItNoMore() {
    VideoRow refused = withoutProbe.examine(row("cup_00.mp4", 3.9, 640, 480, null), null).video();
    assertThat(refused.reason()).isEqualTo("too_short");
    Examined blank = examination.examine(row("cup_00.mp4", null, null, null, null), refused);
    assertThat(blank.reason()).isNull();
    assertThat(blank.video().durationSec()).isBetween(4.4, 4.6);
    assertThat(withoutProbe.examine(row("cup_00.mp4", 4.1, 640, 480, null), refused).reason())
        .isNull();
    assertThat(examination.examine(row("cup_00.mp4", 2.0, null, null, null), null).video())
        .as("what was measured is known better")
        .isEqualTo(examination.examine(row("cup_00.mp4", null, null, null, null), null).video());
  }

  @Test
  void aWrongFactTakesNoVideoAwayThatWasMeasured() {
    VideoRow measured =
        examination.examine(row("cup_00.mp4", null, null, null, null), null).video();
    VideoRow first = examination.examine(row("cup_00.mp4", 2.0, null, null, null), null).video();
    assertThat(first).isEqualTo(measured);
    VideoRow again = withoutProbe.examine(row("cup_00.mp4", 2.0, null, null, null), first).video();
    assertThat(again).as("the next run, nothing changed").isEqualTo(measured);
    assertThat(withoutProbe.examine(row("cup_00.mp4", null, null, null, null), again).video())
        .as("once it is taken back")
        .isEqualTo(measured);
  }

  private String contentId(ManifestRow row, VideoRow known) {
    return examination.examine(row, known).video().contentId();
  }

  /** A span without an end. */
  private static ManifestRow open(String uri, Double duration) {
    return new ManifestRow(
        "v", uri, 0.1, null, null, null, null, null, null, null, null, duration, null, null, null,
        null, null, null, Map.of(), null, 1, null);
  }

  @Test
  void spansAreHeldToTheRulesByTheirOwnLength() {
    assertThat(span(0.0, 4.4).reason()).isNull();
    assertThat(span(1.0, 2.0).reason()).isEqualTo("too_short");
    assertThat(span(3.0, 2.0).reason()).isEqualTo("bad_span");
    assertThat(span(0.0, 60.0).reason()).isEqualTo("bad_span");
  }

  @Test
  void aSpanWithOneEndIsCompleted() {
    assertThat(span(0.4, null).video().span()).contains(new Span(0.4, 4.5));
    assertThat(span(null, 4.2).video().startSec()).isZero();
    assertThat(span(null, 4.2).video().endSec()).isEqualTo(4.2);
    assertThat(span(0.0, null).video().span()).as("the file").isEmpty();
    assertThat(span(Double.NaN, null).reason()).isEqualTo("unreadable_column");
    assertThat(span(-1.0, 4.0).reason()).isEqualTo("unreadable_column");
    assertThat(span(4.6, null).reason()).isEqualTo("bad_span");
  }

  @Test
  void aMissingFileCanBeTriedAgainAndKeepsNoTag() {
    Examined gone = examination.examine(row("gone.mp4", null, null, null, null), null);
    assertThat(gone.reason()).isEqualTo("missing_file");
    assertThat(gone.replayable()).isTrue();
    assertThat(gone.video().status()).isEqualTo(VideoRow.REJECTED);
    assertThat(gone.video().seenTag()).isNull();
  }

  @Test
  void aLinkThatLeadsInsideCostsItselfOnly() throws IOException {
    InetAddress here = InetAddress.getLoopbackAddress();
    HttpServer site = HttpServer.create(new InetSocketAddress(here, 0), 0);
    site.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Location", "http://169.254.169.254/latest/?key=k");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });
    site.start();
    try {
      String link = "http://127.0.0.1:%d/v.mp4?sig=s".formatted(site.getAddress().getPort());
      Examined refused = withoutProbe.examine(row(link, null, null, null, null), null);
      assertThat(refused.reason()).isEqualTo("redirect_refused");
      assertThat(refused.detail())
          .contains("/v.mp4 redirects to 169.254.169.254, which is inside")
          .doesNotContain("key", "sig");
      assertThat(refused.replayable()).isTrue();
      assertThat(refused.video().seenTag()).isNull();
    } finally {
      site.stop(0);
    }
  }

  @Test
  void aStoreThatIsDownTakesNothingAwayThatWasAccepted() throws IOException {
    HttpServer site =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    AtomicInteger status = new AtomicInteger(503);
    site.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(status.get(), -1);
          exchange.close();
        });
    site.start();
    try {
      String link = "http://127.0.0.1:%d/v.mp4?sig=".formatted(site.getAddress().getPort());
      VideoRow known = seen(link + "monday");
      ManifestRow row = row(link + "tuesday", null, null, null, null);
      for (int down : List.of(503, 403)) {
        status.set(down);
        Examined stays = withoutProbe.examine(row, known);
        assertThat(stays.reason()).isNull();
        assertThat(stays.unseen()).contains(Integer.toString(down)).doesNotContain("tuesday");
        assertThat(stays.video().status()).isEqualTo(VideoRow.ACCEPTED);
        assertThat(stays.video().contentId()).isEqualTo(known.contentId());
        assertThat(stays.video().seenTag()).isEqualTo(known.seenTag());
        assertThat(withoutProbe.examine(row, null).reason()).as("a new one").isNotNull();
      }
      status.set(404);
      assertThat(withoutProbe.examine(row, known).reason()).isEqualTo("missing_file");
    } finally {
      site.stop(0);
    }
  }

  @Test
  void aRunWithoutTheDriverOfAStoreTakesNothingAwayEither() {
    ManifestRow row = row("nosuchstore://me:pw@bucket/v.mp4", null, null, null, null);
    assertThat(withoutProbe.examine(row, null).reason()).isEqualTo("unknown_scheme");
    Examined stays = withoutProbe.examine(row, seen(row.uri()));
    assertThat(stays.reason()).isNull();
    assertThat(stays.unseen()).contains("nosuchstore://bucket/v.mp4");
  }

  @Test
  void aServerThatFailsWhileItsVideoIsReadTakesNothingAwayEither() throws IOException {
    HttpServer site =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    AtomicInteger asked = new AtomicInteger();
    site.createContext(
        "/",
        exchange -> {
          try (exchange) {
            if (asked.getAndIncrement() > 0) {
              exchange.sendResponseHeaders(503, -1);
              return;
            }
            exchange.getResponseHeaders().set("Content-Range", "bytes 0-0/90000");
            exchange.sendResponseHeaders(206, 1);
            exchange.getResponseBody().write(0);
          }
        });
    site.start();
    try {
      String link = "http://127.0.0.1:%d/v.mp4".formatted(site.getAddress().getPort());
      Examined stays = examination.examine(row(link, null, null, null, null), seen(link));
      assertThat(asked.get()).isGreaterThan(1);
      assertThat(stays.reason()).isNull();
      assertThat(stays.unseen()).contains("503");
    } finally {
      site.stop(0);
    }
  }

  @Test
  void aDecoderThatIsKilledOrHangsIsTriedAgain(@TempDir Path dir) throws IOException {
    ManifestRow row = row("cup_00.mp4", null, null, null, null);
    Map<String, String> endings =
        Map.of("kill -KILL $$", "decoder_killed", "sleep 3600", "decoder_hangs");
    for (var ending : endings.entrySet()) {
      Examination failing =
          new Examination(
              "file:" + Demo.clip(""),
              RULES,
              FakeProbe.that(dir, Map.of("cup_00", ending.getKey()))::probe,
              new Configuration(false),
              new HeldLook(NoProvider.INSTANCE));
      Examined refused = failing.examine(row, null);
      assertThat(refused.reason()).isEqualTo(ending.getValue());
      assertThat(refused.replayable()).isTrue();
      assertThat(examination.examine(row, refused.video()).reason()).isNull();
    }
  }

  @Test
  void aVideoThatIsEmptiedBehindItsLinkIsTakenOut() throws IOException {
    HttpServer site =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    site.createContext(
        "/",
        exchange -> {
          boolean part = exchange.getRequestHeaders().containsKey("Range");
          exchange.sendResponseHeaders(part ? 416 : 200, -1);
          exchange.close();
        });
    site.start();
    try {
      String link = "http://127.0.0.1:%d/v.mp4".formatted(site.getAddress().getPort());
      ManifestRow row = row(link, null, null, null, null);
      assertThat(withoutProbe.examine(row, null).reason()).isEqualTo("empty_file");
      assertThat(withoutProbe.examine(row, seen(link)).reason()).isEqualTo("empty_file");
    } finally {
      site.stop(0);
    }
  }

  @Test
  void rowsWithoutAnIdAreToldApartByTheirQueryAndNotByItsSignature() {
    assertThat(key("https://h/get?id=1")).isNotEqualTo(key("https://h/get?id=2"));
    assertThat(key("https://h/ä b.mp4?id=1&X-Amz-Signature=hidden"))
        .isEqualTo(key("\n\u00a0https://h/%C3%A4%20b.mp4?id=1&X-Amz-Signature=new"))
        .matches("uri:https://h/%C3%A4%20b.mp4 [0-9a-f]{8}");
    assertThat(key("\nhttps://h/ä b.mp4?X-Amz-Signature=hidden"))
        .isEqualTo("uri:https://h/%C3%A4%20b.mp4");
    assertThat(key("https:///a?sig=hidden")).isEqualTo("uri:https:///a");
    assertThat(key("clips/a b.mp4")).isEqualTo("uri:clips/a b.mp4");
    assertThat(withoutProbe.examine(bare("v", null, 2), null).reason()).isEqualTo("duplicate_id");
  }

  private String key(String uri) {
    return withoutProbe.examine(bare(null, uri, 1), null).key();
  }

  private static ManifestRow bare(String id, String uri, int nth) {
    return new ManifestRow(
        id, uri, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
        null, null, Map.of(), null, nth, null);
  }

  private VideoRow seen(String uri) {
    VideoRow file = examination.examine(row("cup_00.mp4", null, null, null, null), null).video();
    Row row = VideoRow.TABLE.toRow(file);
    Object[] values = new Object[row.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = i == VideoRow.TABLE.schema().fieldIndex("uri") ? uri : row.get(i);
    }
    return VideoRow.TABLE.fromRow(new GenericRowWithSchema(values, VideoRow.TABLE.schema()));
  }

  @Test
  void whatIsSentToExecutorsCanBeSent() throws Exception {
    ExamineStep step =
        new ExamineStep(
            "file:/x",
            List.of("marengo3.0"),
            new SerializableConfiguration(new Configuration(false)),
            ProbeSource.OnExecutor.INSTANCE,
            NoProvider.INSTANCE);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(step);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      Iterator<?> none = ((ExamineStep) in.readObject()).call(List.<Row>of().iterator());
      assertThat(none.hasNext()).isFalse();
    }
  }

  @Test
  void idsThatNobodyCanWorkWithAreRefusedAndNamedShort() {
    for (String id : List.of("a".repeat(513), "a\u001b[2J", "a\u0000b", "a\nb")) {
      Examined refused = withoutProbe.examine(named(id), null);
      assertThat(refused.reason()).isEqualTo("bad_id");
      assertThat(refused.video()).isNull();
      assertThat(refused.key()).doesNotMatch("(?s).*\\p{Cntrl}.*").hasSizeLessThan(100);
      assertThat(refused.detail()).doesNotMatch("(?s).*\\p{Cntrl}.*").hasSizeLessThan(200);
    }
    assertThat(withoutProbe.examine(named("a".repeat(600)), null).key())
        .isNotEqualTo(withoutProbe.examine(named("a".repeat(601)), null).key());
    for (String id : List.of("../../etc/passwd", "=cmd()", "<img src=x onerror=alert(1)>")) {
      assertThat(withoutProbe.examine(named(id), null).video().videoId()).isEqualTo(id);
    }
  }

  private static ManifestRow named(String id) {
    return new ManifestRow(
        id,
        "cup_00.mp4",
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        4.5,
        640,
        480,
        null,
        "ab".repeat(32),
        null,
        null,
        Map.of(),
        null,
        1,
        null);
  }

  private Examined span(Double start, Double end) {
    ManifestRow row =
        new ManifestRow(
            "v",
            "cup_00.mp4",
            start,
            end,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            4.5,
            640,
            480,
            null,
            "ab".repeat(32),
            null,
            null,
            Map.of(),
            null,
            1,
            null);
    return withoutProbe.examine(row, null);
  }

  private static ManifestRow row(
      String uri, Double duration, Integer width, Integer height, String sha256) {
    return new ManifestRow(
        "v", uri, null, null, null, null, null, null, null, null, null, duration, width, height,
        null, sha256, null, null, Map.of(), null, 1, null);
  }
}
