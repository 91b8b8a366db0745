package dev.sluice.twelvelabs;

import dev.sluice.provider.ProviderConf;
import dev.sluice.provider.VideoProvider;
import dev.sluice.ratelimit.Sleeper;
import dev.sluice.ratelimit.Ticker;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import retrofit2.Retrofit;
import retrofit2.converter.jackson.JacksonConverterFactory;

/** The way to TwelveLabs v1.3, and to anything that speaks its wire. */
public final class TwelveLabs {
  // Four hours in clips of two seconds are 7,200 vectors of some 8 kB, for each of three
  // modalities.
  static final long MOST_ANSWER_BYTES = 256L << 20;
  private static final int IDLE_CONNECTIONS = 16;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final String EMULATOR = "emulator";
  private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d+){3}|::1");
  private static final Pattern SLASHES_AT_END = Pattern.compile("/+$");

  private TwelveLabs() {}

  /**
   * Follows the key's reference and makes one client with one connection pool; sends nothing yet.
   * Make one per JVM and configuration: the client is thread-safe and its calls block.
   *
   * @param conf where to connect; {@code keyRef} is {@code env:NAME}, {@code file:/path}, or, for
   *     the provider named {@code emulator} only, {@code none}
   * @throws IllegalArgumentException when the address or the key's reference cannot be used; the
   *     message names the reference and never the key
   */
  public static VideoProvider connect(ProviderConf conf) {
    return connect(
        conf, new Surroundings(System::getenv, Sleeper.real(), new Random(), Ticker.system()));
  }

  /**
   * Follows the key's reference as {@link #connect} does. Sends nothing.
   *
   * @throws IllegalArgumentException when it leads to no key; the message names the reference
   */
  public static void demandKey(ProviderConf conf) {
    ApiKey unused = key(conf, System::getenv);
  }

  static VideoProvider connect(ProviderConf conf, Surroundings surroundings) {
    HttpUrl base = base(conf);
    ApiKey key = key(conf, surroundings.environment());
    OkHttpClient keyless = http(conf.callTimeout());
    OkHttpClient http = keyless.newBuilder().addInterceptor(new KeyHeader(base, key)).build();
    Retrofit api = retrofit(base, http);
    Scrub scrub = new Scrub(key);
    InstantSource clock = InstantSource.system();
    Refusals refusals = new Refusals(scrub, clock);
    EmulatorMark mark = new EmulatorMark(conf.name());
    Client client =
        new Client(
            api.create(Endpoints.class),
            conf.callTimeout(),
            new Client.Policies(
                new CreateOutcomes(refusals, mark),
                new LookOutcomes(refusals, mark, scrub),
                refusals,
                new RetryPolicy(surroundings.random(), clock)),
            scrub,
            surroundings.sleeper(),
            surroundings.ticker(),
            clock);
    LargeFiles largeFiles =
        new LargeFiles(
            client,
            api.create(UploadEndpoints.class),
            retrofit(base, keyless).create(PartEndpoint.class),
            base);
    return new Connection(conf.name(), client, largeFiles, api.create(IndexEndpoints.class), http);
  }

  /** What a test replaces. */
  record Surroundings(
      UnaryOperator<String> environment, Sleeper sleeper, RandomGenerator random, Ticker ticker) {}

  private static HttpUrl base(ProviderConf conf) {
    HttpUrl url = HttpUrl.parse(SLASHES_AT_END.matcher(conf.baseUrl()).replaceAll("") + "/");
    if (url == null || !url.username().isEmpty() || url.query() != null || url.fragment() != null) {
      throw new IllegalArgumentException(
          "the base address of provider "
              + conf.name()
              + " must be like https://api.twelvelabs.io/v1.3, without user, query or fragment");
    }
    if (!url.isHttps() && !conf.name().equals(EMULATOR) && !isLoopback(url)) {
      throw new IllegalArgumentException(
          "the base address of provider %s is not https: the key would travel unencrypted to %s"
              .formatted(conf.name(), url.host()));
    }
    return url;
  }

  private static boolean isLoopback(HttpUrl url) {
    return LOOPBACK.matcher(url.host()).matches();
  }

  private static ApiKey key(ProviderConf conf, UnaryOperator<String> environment) {
    return conf.name().equals(EMULATOR) && KeyRef.NONE.equals(conf.keyRef())
        ? new ApiKey(EMULATOR)
        : KeyRef.resolve(conf.keyRef(), environment);
  }

  private static Retrofit retrofit(HttpUrl base, OkHttpClient http) {
    return new Retrofit.Builder()
        .baseUrl(base)
        .client(http)
        .addConverterFactory(JacksonConverterFactory.create(Json.MAPPER))
        .build();
  }

  private static OkHttpClient http(Duration callTimeout) {
    return new OkHttpClient.Builder()
        .followRedirects(false)
        .followSslRedirects(false)
        .retryOnConnectionFailure(false)
        .connectTimeout(CONNECT_TIMEOUT)
        // The time of a whole call is set per call; these end one on which nothing moves.
        .readTimeout(callTimeout)
        .writeTimeout(callTimeout)
        // Shorter than servers keep idle connections: a create on a dying one ends as Unsure.
        .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, 30, TimeUnit.SECONDS))
        .eventListener(new Sent.Listener())
        .addInterceptor(new BoundedBodies(MOST_ANSWER_BYTES))
        .addInterceptor(new OneShotCreates())
        .addNetworkInterceptor(new Sent.Gatekeeper())
        .build();
  }
}
