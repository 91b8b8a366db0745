package dev.sluice.twelvelabs;

import dev.sluice.provider.ProviderConf;
import dev.sluice.provider.VideoProvider;
import dev.sluice.ratelimit.Ticker;
import dev.sluice.testing.MockServers;
import dev.sluice.testing.WireContract;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/** A scripted server, a client connected to it, and a record of how long the client slept. */
final class Rig implements AutoCloseable {
  static final String KEY = Replies.KEY;

  final MockWebServer server;
  final List<Duration> slept = new ArrayList<>();
  final VideoProvider provider;

  Rig() throws IOException {
    this("twelvelabs", Duration.ofSeconds(20));
  }

  Rig(String name, Duration callTimeout) throws IOException {
    server = MockServers.start();
    provider = connect(new ProviderConf(name, base(), "env:KEY", callTimeout));
  }

  String base() {
    return "http://127.0.0.1:" + server.getPort() + "/v1.3";
  }

  VideoProvider connect(ProviderConf conf) {
    return TwelveLabs.connect(
        conf,
        new TwelveLabs.Surroundings(
            Map.of("KEY", KEY)::get, slept::add, new Random(1), Ticker.system()));
  }

  Rig answers(int status, String body) {
    return answers(response(status, body));
  }

  Rig answersLike(int status, String contract) {
    return answers(status, WireContract.of(contract).body());
  }

  Rig answers(MockResponse.Builder response) {
    server.enqueue(response.build());
    return this;
  }

  static MockResponse.Builder response(int status, String body) {
    return new MockResponse.Builder()
        .code(status)
        .addHeader("Content-Type", "application/json")
        .body(body);
  }

  RecordedRequest request() throws InterruptedException {
    RecordedRequest request = server.takeRequest(5, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("no further request came");
    }
    return request;
  }

  @Override
  public void close() {
    provider.close();
    server.close();
  }
}
