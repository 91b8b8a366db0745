package dev.sluice.twelvelabs;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;

/** Refuses answers that are larger, unpacked, than we are ready to hold. */
final class BoundedBodies implements Interceptor {
  private static final long MOST_ERROR_BYTES = 1 << 20;

  private final long mostBytes;

  BoundedBodies(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    long most = response.isSuccessful() ? mostBytes : MOST_ERROR_BYTES;
    return response
        .newBuilder()
        .body(new Bounded(response.body(), most, response.isSuccessful()))
        .build();
  }

  private static final class Bounded extends ResponseBody {
    private final ResponseBody body;
    private final BufferedSource source;

    Bounded(ResponseBody body, long most, boolean success) {
      this.body = body;
      this.source = Okio.buffer(new Counting(body.source(), most, success));
    }

    @Override
    public MediaType contentType() {
      return body.contentType();
    }

    @Override
    public long contentLength() {
      return body.contentLength();
    }

    @Override
    public BufferedSource source() {
      return source;
    }
  }

  private static final class Counting extends ForwardingSource {
    private final long most;
    private final boolean success;
    private long seen;

    Counting(BufferedSource source, long most, boolean success) {
      super(source);
      this.most = most;
      this.success = success;
    }

    @Override
    public long read(Buffer sink, long byteCount) throws IOException {
      long n = super.read(sink, byteCount);
      seen += Math.max(0, n);
      if (seen > most) {
        throw new BodyTooLarge(most, success);
      }
      return n;
    }
  }

  /** The answer was cut off by us. */
  static final class BodyTooLarge extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean success;

    BodyTooLarge(long most, boolean success) {
      super("the answer is larger than " + most + " bytes and was not read to its end");
      this.success = success;
    }

    boolean isSuccess() {
      return success;
    }
  }
}
