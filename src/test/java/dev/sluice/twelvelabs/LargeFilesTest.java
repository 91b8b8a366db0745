package dev.sluice.twelvelabs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.emulator.EmulatorConf;
import dev.sluice.emulator.EmulatorServer;
import dev.sluice.emulator.Fault;
import dev.sluice.emulator.Operation;
import dev.sluice.provider.AssetStore;
import dev.sluice.provider.ByteSource;
import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.CallOutcome.Done;
import dev.sluice.provider.CallOutcome.Pending;
import dev.sluice.provider.CallOutcome.SourceGone;
import dev.sluice.provider.CallOutcome.Unread;
import dev.sluice.provider.ProviderConf;
import dev.sluice.provider.ProviderRef;
import dev.sluice.provider.VideoProvider;
import dev.sluice.ratelimit.Sleeper;
import dev.sluice.ratelimit.Ticker;
import dev.sluice.testing.WireContract;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files that are too large for one request, against the emulator. */
class LargeFilesTest {
  private static final String NAME = "f1-large.mp4";
  private static final String PUT = "PUT /parts/{id}/{id}";
  private static final String REPORT = "POST /assets/multipart-uploads/{id}";
  private static final long SIZE = Assets.MOST_AT_ONCE + 1;
  private static final int PARTS = 39;
  private static final ByteSource FILE = new Zeros(SIZE);

  private EmulatorServer server;
  private VideoProvider provider;

  @BeforeEach
  void start() {
    server = EmulatorServer.start(EmulatorConf.defaults().withMadeUpAnswers());
    provider = connect();
  }

  @AfterEach
  void stop() {
    provider.close();
    server.close();
  }

  @Test
  void aFileAboveTheLimitOfOneRequestGoesInParts() throws Exception {
    ProviderRef upload = begin();
    assertThat(server.log().requests(PUT)).isZero();
    assertThat(provider.assets().find(NAME)).isEmpty();
    assertThat(provider.assets().look(upload)).isEqualTo(new Pending(upload));
    Done done = done(provider.assets(), upload, FILE);
    assertThat(provider.assets().find(NAME)).containsExactly(done.ref());
    assertThat(new String(done.answer(), StandardCharsets.UTF_8)).contains("\"size\":" + SIZE);
    assertThat(server.log().requests(PUT)).isEqualTo(PARTS);
    assertThat(server.log().requests("POST /assets")).isZero();
    assertThat(server.log().creates(Operation.UPLOAD)).isEqualTo(1);
  }

  @Test
  void anInterruptedUploadGoesOnElsewhereWithoutSendingFinishedPartsAgain() throws Exception {
    ProviderRef upload = begin();
    AtomicInteger opened = new AtomicInteger();
    ByteSource fails =
        new From(
            offset -> {
              if (opened.incrementAndGet() > 17) {
                throw new IOException("the disk went away");
              }
              return FILE.open(offset);
            });
    assertThat(provider.assets().advance(upload, fails))
        .isInstanceOfSatisfying(Unread.class, unread -> assertThat(unread.lasting()).isFalse());
    long finished = 17;
    long before = server.log().requests(PUT);
    try (VideoProvider another = connect()) {
      done(another.assets(), new ProviderRef(upload.id()), FILE);
    }
    assertThat(server.log().requests(PUT) - before).isEqualTo(PARTS - finished);
    assertThat(server.log().creates(Operation.UPLOAD)).isEqualTo(1);
  }

  @Test
  void oneCallSendsForNoLongerThanACreateMayTake() {
    AtomicLong seconds = new AtomicLong();
    Ticker hurried = () -> Duration.ofSeconds(seconds.addAndGet(15)).toNanos();
    try (VideoProvider hasty =
        TwelveLabs.connect(
            new ProviderConf("emulator", server.baseUrl(), "none", Duration.ofSeconds(20)),
            new TwelveLabs.Surroundings(
                Map.<String, String>of()::get, pause -> {}, new Random(1), hurried))) {
      ProviderRef upload = begin();
      assertThat(hasty.assets().advance(upload, FILE)).isInstanceOf(Pending.class);
      assertThat(server.log().requests(PUT)).isLessThan(PARTS);
    }
  }

  @Test
  void aPartThatWasLostIsSentAgainOverAnotherLink() throws Exception {
    server.faults().next(PUT, Fault.DROPPED_AFTER, 1);
    server.faults().next(PUT, Fault.SERVER_ERROR, 1);
    server.faults().next(REPORT, Fault.SERVER_ERROR_AFTER, 1);
    done(provider.assets(), begin(), FILE);
    assertThat(server.log().requests(PUT)).isEqualTo(PARTS + 2);
    assertThat(server.log().creates(Operation.UPLOAD)).isEqualTo(1);
  }

  @Test
  void aSessionThatMayHaveBeenOpenedIsNotOpenedAgainByItself() throws Exception {
    try (Rig rig = new Rig()) {
      rig.answers(503, "").answersLike(201, "upload-session");
      assertThat(rig.provider.assets().upload(NAME, SIZE, FILE))
          .isInstanceOf(CallOutcome.Unsure.class);
      assertThat(rig.server.getRequestCount()).isEqualTo(1);
    }
  }

  @Test
  void aFileThatChangedIsToldAsSuch() {
    for (long size : List.of(SIZE - 1, SIZE + 1)) {
      assertThat(provider.assets().advance(begin(), new Zeros(size)))
          .isInstanceOfSatisfying(
              Unread.class,
              unread -> {
                assertThat(unread.code()).isEqualTo("source_changed");
                assertThat(unread.lasting()).isTrue();
              });
    }
  }

  @Test
  void theKeyDoesNotGoWithThePartsAndTheHeadersOfTheSessionDo() throws Exception {
    try (Rig rig = new Rig()) {
      rig.answers(
          201,
          "{\"upload_id\":\"u/1\",\"asset_id\":\"a1\",\"chunk_size\":500000000,"
              + "\"upload_headers\":{\"x-amz-acl\":\"a b=c\"}}");
      ProviderRef upload = ((Pending) rig.provider.assets().upload(NAME, SIZE, FILE)).ref();
      assertThat(rig.request().getHeaders().get("x-api-key")).isEqualTo(Rig.KEY);
      rig.answers(
          200, "{\"status\":\"active\",\"uploaded_chunks\":[],\"total_size\":3,\"page_info\":{}}");
      String link = rig.base().replace("/v1.3", "/store/1?signature=s");
      rig.answers(200, "{\"upload_urls\":[{\"chunk_index\":1,\"url\":\"" + link + "\"}]}");
      rig.answers(Rig.response(200, "").addHeader("ETag", "\"e1\""));
      rig.answersLike(200, "upload-report");
      assertThat(rig.provider.assets().advance(upload, new Zeros(3)))
          .isEqualTo(new Pending(upload));
      assertThat(rig.request().getTarget()).startsWith("/v1.3/assets/multipart-uploads/u%2F1?");
      rig.request();
      RecordedRequest part = rig.request();
      assertThat(part.getRequestLine()).startsWith("PUT /store/1?signature=s");
      assertThat(part.getHeaders().get("x-api-key")).isNull();
      assertThat(part.getHeaders().get("x-amz-acl")).isEqualTo("a b=c");
      assertThat(part.getHeaders().get("Content-Type")).isEqualTo("application/octet-stream");
      assertThat(rig.request().getBody().utf8())
          .isEqualTo(
              "{\"completed_chunks\":[{\"chunk_index\":1,\"proof\":\"e1\",\"proof_type\":\"etag\","
                  + "\"chunk_size\":3}]}");
    }
  }

  @Test
  void anUploadOfWhichNoMoreArrivesHasNotComeFurther() throws Exception {
    try (Rig rig = new Rig()) {
      ProviderRef upload = new UploadRef("u1", "a1", 5, Map.of()).ref();
      for (int attempt = 0; attempt < 4; attempt++) {
        rig.answers(503, "");
      }
      assertThat(rig.provider.assets().advance(upload, new Zeros(3)))
          .isInstanceOf(CallOutcome.Later.class);
      rig.answers(
          200,
          "{\"status\":\"active\",\"total_size\":3,\"page_info\":{\"total_page\":1},"
              + "\"uploaded_chunks\":[{\"index\":1,\"status\":\"completed\"}]}");
      assertThat(rig.provider.assets().advance(upload, new Zeros(3)))
          .isInstanceOf(CallOutcome.Later.class);
    }
  }

  @Test
  void anUploadOfWhichSomePartsArriveComesFurther() {
    AtomicInteger opened = new AtomicInteger();
    ByteSource overAFailingStore =
        new From(
            offset -> {
              if (opened.incrementAndGet() == 17) {
                server.faults().next(PUT, Fault.SERVER_ERROR, 100);
              }
              return FILE.open(offset);
            });
    assertThat(provider.assets().advance(begin(), overAFailingStore)).isInstanceOf(Pending.class);
  }

  @Test
  void aSessionThatExpiredIsGone() throws Exception {
    try (Rig rig = new Rig()) {
      ProviderRef upload = new UploadRef("u1", "a1", 5, Map.of()).ref();
      rig.answers(200, WireContract.of("upload-status").tree().put("status", "expired").toString());
      assertThat(rig.provider.assets().advance(upload, FILE)).isInstanceOf(SourceGone.class);
      rig.answers(404, "{\"code\":\"resource_not_exist\",\"message\":\"no u1\"}");
      rig.answers(404, "{\"code\":\"resource_not_exist\",\"message\":\"no a1\"}");
      assertThat(rig.provider.assets().advance(upload, FILE)).isInstanceOf(SourceGone.class);
    }
  }

  @Test
  void partsDoNotTravelUnencryptedWhenTheApiIsEncrypted() {
    HttpUrl api = HttpUrl.get("https://api.example/v1.3/");
    assertThat(PartSender.isSafe("http://store.example/1", api)).isFalse();
    assertThat(PartSender.isSafe("https://store.example/1", api)).isTrue();
    assertThat(PartSender.isSafe("ftp://store.example/1", api)).isFalse();
  }

  private ProviderRef begin() {
    return ((Pending) provider.assets().upload(NAME, SIZE, FILE)).ref();
  }

  private VideoProvider connect() {
    return TwelveLabs.connect(
        new ProviderConf("emulator", server.baseUrl(), "none", Duration.ofSeconds(20)),
        new TwelveLabs.Surroundings(
            Map.<String, String>of()::get, pause -> {}, new Random(1), Ticker.system()));
  }

  private static Done done(AssetStore assets, ProviderRef upload, ByteSource file)
      throws InterruptedException {
    for (int i = 0; i < 600; i++) {
      CallOutcome outcome = assets.advance(upload, file);
      if (outcome instanceof Done done) {
        return done;
      }
      assertThat(outcome).isInstanceOf(Pending.class);
      Sleeper.real().sleep(Duration.ofMillis(50));
    }
    throw new AssertionError("not done after 30 s");
  }

  private interface Opening {
    InputStream at(long offset) throws IOException;
  }

  private record From(Opening opening) implements ByteSource {
    @Override
    public InputStream open() throws IOException {
      return opening.at(0);
    }

    @Override
    public InputStream open(long offset) throws IOException {
      return opening.at(offset);
    }
  }
}
