package dev.sluice.twelvelabs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.provider.AssetStore;
import dev.sluice.provider.ByteSource;
import dev.sluice.provider.CallOutcome.Pending;
import dev.sluice.provider.CallOutcome.Refused;
import dev.sluice.provider.CallOutcome.Throttled;
import dev.sluice.provider.CallOutcome.Unread;
import dev.sluice.provider.ProviderRef;
import dev.sluice.testing.WireContract;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AssetsTest {
  private static final String NAME = "f1-5d41402abc4b2a76.mp4";

  private Rig rig;
  private AssetStore assets;

  @BeforeEach
  void start() throws IOException {
    rig = new Rig();
    assets = rig.provider.assets();
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void sendsTheFileAndTheNameToFindItBy() throws InterruptedException {
    rig.answersLike(201, "asset-processing");
    byte[] bytes = "not really a film".getBytes(UTF_8);
    assertThat(assets.upload(NAME, bytes.length, () -> new ByteArrayInputStream(bytes)))
        .isEqualTo(new Pending(Replies.ASSET));
    RecordedRequest sent = rig.request();
    assertThat(sent.getRequestLine()).startsWith("POST /v1.3/assets ");
    assertThat(sent.getHeaders().get("Content-Type")).startsWith("multipart/form-data; boundary=");
    assertThat(sent.getBody().utf8())
        .contains(
            "name=\"method\"",
            "\r\n\r\ndirect\r\n",
            "name=\"filename\"",
            "\r\n\r\n" + NAME + "\r\n",
            "name=\"file\"; filename=\"" + NAME + "\"\r\nContent-Type: video/mp4",
            "\r\n\r\nnot really a film\r\n");
  }

  @Test
  void theBytesAreOpenedAnewForEachUpload() {
    AtomicInteger opened = new AtomicInteger();
    ByteSource source =
        () -> {
          opened.incrementAndGet();
          return new ByteArrayInputStream(new byte[3]);
        };
    rig.answers(429, "").answersLike(201, "asset-processing");
    assertThat(assets.upload(NAME, 3, source)).isInstanceOf(Throttled.class);
    assertThat(assets.upload(NAME, 3, source)).isInstanceOf(Pending.class);
    assertThat(opened).hasValue(2);
  }

  @Test
  void aLargeFileIsStreamed() throws InterruptedException {
    rig.server.setBodyLimit(0);
    rig.answersLike(201, "asset-processing");
    long size = 64L << 20;
    assertThat(assets.upload(NAME, size, new Zeros(size))).isInstanceOf(Pending.class);
    assertThat(rig.request().getBodySize()).isBetween(size, size + 2000);
  }

  @Test
  void aFileTooLargeForOneUploadIsNotSent() {
    Refused refused =
        (Refused) assets.upload(NAME, Assets.MOST_BYTES + 1, InputStream::nullInputStream);
    // A link may lead to 4 GB at most, so it is no way out.
    assertThat(refused.message()).contains("cut the file");
    assertThat(rig.server.getRequestCount()).isZero();
  }

  @Test
  void aFileThatIsGoneOrChangedIsToldFromAStoreThatFailsWithoutNamingItsPath() {
    rig.answersLike(201, "asset-processing")
        .answersLike(201, "asset-processing")
        .answersLike(201, "asset-processing");
    Unread missing =
        (Unread)
            assets.upload(
                NAME,
                10,
                () -> {
                  throw new NoSuchFileException("/home/someone/film.mp4");
                });
    assertThat(missing.code()).isEqualTo("source_missing");
    assertThat(missing.lasting()).isTrue();
    assertThat(missing.message()).doesNotContain("/home");
    assertThat(((Unread) assets.upload(NAME, 10, new Zeros(9))).code()).isEqualTo("source_changed");
    assertThat(((Unread) assets.upload(NAME, 10, new Zeros(11))).code())
        .isEqualTo("source_changed");
    for (IOException fault :
        List.of(
            new IOException("/home/someone: i/o error"),
            new EOFException("end of stream between here and /home"),
            new AccessDeniedException("/home"))) {
      assertThat(
              assets.upload(
                  NAME,
                  10,
                  () -> {
                    throw fault;
                  }))
          .isInstanceOfSatisfying(Unread.class, unread -> assertThat(unread.lasting()).isFalse())
          .asString()
          .doesNotContain("/home");
    }
  }

  @Test
  void findsByExactNameNewestFirstOverAllPages() throws InterruptedException {
    String item = "{\"_id\":\"%s\",\"filename\":\"%s\",\"created_at\":\"2026-11-%02dT00:00:00Z\"}";
    String page = "{\"data\":[%s],\"page_info\":{\"page\":%d,\"total_page\":2}}";
    rig.answers(
        200,
        page.formatted(
            item.formatted("a3", NAME, 20) + "," + item.formatted("x", "old-" + NAME, 19), 1));
    rig.answers(
        200,
        page.formatted(item.formatted("a3", NAME, 20) + "," + item.formatted("a1", NAME, 3), 2));
    assertThat(assets.find(NAME)).containsExactly(new ProviderRef("a3"), new ProviderRef("a1"));
    assertThat(rig.request().getTarget())
        .isEqualTo("/v1.3/assets?filename=" + NAME + "&page=1&page_limit=50");
    assertThat(rig.request().getTarget()).contains("page=2");
  }

  @Test
  void findsNothingInAnEmptyList() {
    String empty = WireContract.of("assets-list").body().replaceFirst("\\[.*?\\]", "[]");
    rig.answers(200, empty);
    assertThat(assets.find(NAME)).isEmpty();
  }
}
