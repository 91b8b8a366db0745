package dev.sluice.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before an S3 server and does something to conditional PUTs. */
public final class S3Relay implements AutoCloseable {
  private static final String CONDITION = "If-None-Match";
  private static final String CONFLICT =
      "<Error><Code>ConditionalRequestConflict</Code><Message>at work</Message></Error>";

  /** What befalls a conditional PUT. */
  public enum Mishap {
    /** The server does it, and the connection breaks before its answer arrives. */
    ANSWER_LOST,
    /** The server never sees it; the client is told 409. */
    CONFLICT,
    /** The server does not see the condition. */
    CONDITION_LOST
  }

  private final ServerSocket listener;
  private final URI server;
  private final Mishap mishap;
  private final AtomicInteger left;
  private final AtomicInteger met = new AtomicInteger();
  private final ExecutorService pool = Executors.newCachedThreadPool();

  /**
   * Starts on a free loopback port.
   *
   * @param times how many conditional PUTs it befalls; the others pass untouched
   */
  public S3Relay(URI server, Mishap mishap, int times) throws IOException {
    this.server = server;
    this.mishap = mishap;
    this.left = new AtomicInteger(times);
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    pool.execute(this::accept);
  }

  /** Where it listens. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  /** How many PUTs it has befallen. */
  public int met() {
    return met.get();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    pool.shutdownNow();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket there = new Socket(server.getHost(), server.getPort());
        client.setTcpNoDelay(true);
        there.setTcpNoDelay(true);
        AtomicBoolean lose = new AtomicBoolean();
        pool.execute(() -> quietly(client, there, () -> asks(client, there, lose)));
        pool.execute(() -> quietly(client, there, () -> answers(client, there, lose)));
      }
    } catch (IOException e) {
      // Closed.
      return;
    }
  }

  private void asks(Socket client, Socket there, AtomicBoolean lose) throws IOException {
    InputStream in = client.getInputStream();
    OutputStream out = there.getOutputStream();
    for (String text = read(in); text != null; text = read(in)) {
      if (text.startsWith("PUT") && text.contains(CONDITION) && left.getAndDecrement() > 0) {
        met.incrementAndGet();
        switch (mishap) {
          case ANSWER_LOST -> lose.set(true);
          case CONDITION_LOST -> text = text.replace(CONDITION, "X-Lost");
          case CONFLICT -> {
            write(
                client.getOutputStream(),
                "HTTP/1.1 409 Conflict\r\nConnection: close\r\nContent-Type: application/xml\r\n"
                    + "Content-Length: "
                    + CONFLICT.length()
                    + "\r\n\r\n"
                    + CONFLICT);
            return;
          }
        }
      }
      write(out, text);
    }
  }

  private static void answers(Socket client, Socket there, AtomicBoolean lose) throws IOException {
    InputStream in = there.getInputStream();
    for (String text = read(in); text != null; text = read(in)) {
      if (lose.get() && !text.startsWith("HTTP/1.1 100")) {
        return;
      }
      write(client.getOutputStream(), text);
    }
  }

  private static String read(InputStream in) throws IOException {
    byte[] buffer = new byte[1 << 16];
    int length = in.read(buffer);
    return length < 0 ? null : new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private interface Talk {
    void run() throws IOException;
  }

  private static void quietly(Socket client, Socket there, Talk talk) {
    try (client;
        there) {
      talk.run();
    } catch (IOException e) {
      // The other side hung up.
      return;
    }
  }
}
