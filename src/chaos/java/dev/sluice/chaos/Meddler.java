package dev.sluice.chaos;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A network that spoils answers: passes every request on to a server, and its answer back as told.
 * The server has always got the request and done what it asks for. Thread-safe.
 */
final class Meddler implements AutoCloseable {
  private static final int PATIENCE_MS = 30_000;
  private static final int DRIP_MS = 200;

  private final URI server;
  private final ServerSocket listening;
  private final List<Spoiled> spoiled = new CopyOnWriteArrayList<>();

  /** What becomes of an answer. */
  enum Way {
    /** The connection is closed for writing, without a byte of an answer. */
    HALF_CLOSED,
    /** Nothing comes, and the connection stays open. */
    SILENT,
    /** Five bytes a second. */
    DRIPPING,
    /** Status and headers as they were, and a body that is no JSON. */
    NO_JSON,
    /** A body that is JSON of something else. */
    OTHER_JSON,
    /** The connection ends in the middle of the body. */
    CUT_SHORT
  }

  private record Spoiled(String request, Way way) {}

  private Meddler(URI server) throws IOException {
    this.server = server;
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::listen);
  }

  /** A network before a server, honest at first. */
  static Meddler before(String serverUrl) {
    try {
      return new Meddler(URI.create(serverUrl));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where clients find it: the server's address with another port. */
  String url() {
    return "http://127.0.0.1:" + listening.getLocalPort() + server.getPath();
  }

  /** Spoils answers to requests that begin like this, for example {@code POST /v1.3/embed-v2}. */
  void spoil(String request, Way way) {
    spoiled.add(new Spoiled(request, way));
  }

  /** Is honest from now on. */
  void relent() {
    spoiled.clear();
  }

  private void listen() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        daemon(() -> serve(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      client.setSoTimeout(PATIENCE_MS);
      InputStream in = client.getInputStream();
      String head = head(in);
      if (head.isEmpty()) {
        return;
      }
      byte[] body = in.readNBytes(length(head));
      byte[] answer = pass(head, body);
      for (Spoiled one : spoiled) {
        if (head.startsWith(one.request())) {
          answer(client, answer, one.way());
          return;
        }
      }
      client.getOutputStream().write(answer);
    } catch (IOException | InterruptedException e) {
      // The client has gone: that is what this is for.
      System.getLogger(Meddler.class.getName())
          .log(System.Logger.Level.DEBUG, "a client has gone", e);
    }
  }

  private static void answer(Socket client, byte[] answer, Way way)
      throws IOException, InterruptedException {
    OutputStream out = client.getOutputStream();
    String head = head(new java.io.ByteArrayInputStream(answer));
    int bodyAt = head.length();
    switch (way) {
      case HALF_CLOSED -> {
        client.shutdownOutput();
        untilGone(client);
      }
      case SILENT -> untilGone(client);
      case DRIPPING -> {
        out.write(answer, 0, bodyAt);
        for (int i = bodyAt; i < answer.length; i++) {
          out.write(answer[i]);
          out.flush();
          Thread.sleep(DRIP_MS);
        }
      }
      case NO_JSON -> out.write(with(head, "<html>Bad gateway"));
      case OTHER_JSON -> out.write(with(head, "{\"weather\": [1, 2, {}], \"status\": 7}"));
      case CUT_SHORT -> out.write(answer, 0, bodyAt + (answer.length - bodyAt) / 2);
    }
  }

  private byte[] pass(String head, byte[] body) throws IOException {
    try (Socket upstream = new Socket(server.getHost(), server.getPort())) {
      OutputStream out = upstream.getOutputStream();
      String once = head.replaceAll("(?im)^connection:.*\r\n", "");
      out.write(latin(once.substring(0, once.length() - 2) + "Connection: close\r\n\r\n"));
      out.write(body);
      out.flush();
      byte[] answer = upstream.getInputStream().readAllBytes();
      return answer;
    }
  }

  private static byte[] with(String head, String body) {
    String other = head.replaceAll("(?im)^(content-length|transfer-encoding):.*\r\n", "");
    return latin(
        other.substring(0, other.length() - 2)
            + "Content-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int last4 = 0;
    for (int b = in.read(); b >= 0; b = in.read()) {
      head.write(b);
      last4 = last4 << 8 | b;
      if (last4 == 0x0d0a0d0a) {
        return head.toString(StandardCharsets.ISO_8859_1);
      }
    }
    return "";
  }

  private static int length(String head) {
    for (String line : head.split("\r\n")) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        return Integer.parseInt(line.substring(line.indexOf(':') + 1).trim());
      }
    }
    return 0;
  }

  private static void untilGone(Socket client) throws IOException {
    client.getInputStream().readAllBytes();
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "meddler");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
