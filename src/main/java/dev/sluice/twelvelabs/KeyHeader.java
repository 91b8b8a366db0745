package dev.sluice.twelvelabs;

import java.io.IOException;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;

/** Adds the key to requests for the configured address, and to no others. */
final class KeyHeader implements Interceptor {
  static final String NAME = "x-api-key";

  private final HttpUrl base;
  private final ApiKey key;

  KeyHeader(HttpUrl base, ApiKey key) {
    this.base = base;
    this.key = key;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    HttpUrl url = request.url();
    boolean ours =
        url.scheme().equals(base.scheme())
            && url.host().equals(base.host())
            && url.port() == base.port();
    return chain.proceed(ours ? request.newBuilder().header(NAME, key.value()).build() : request);
  }
}
