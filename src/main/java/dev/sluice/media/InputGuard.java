package dev.sluice.media;

import java.nio.file.Path;
import java.util.List;

/**
 * Arguments that keep an input file from making FFmpeg open anything but itself: playlists and the
 * like can name other files and hosts, and text files pass for videos without this.
 */
final class InputGuard {
  private static final String CONTAINERS =
      "mov,mp4,matroska,webm,avi,mpegts,mpeg,mpegvideo,flv,live_flv,asf,ogg,mxf,gxf,ivf,nut,rm,"
          + "h264,hevc,m4v,dv,nsv,wtv,vob,obu,av1";

  private InputGuard() {}

  /** Options to put before {@code -i} for a local file. */
  static List<String> forFile() {
    return List.of("-protocol_whitelist", "file,pipe", "-format_whitelist", CONTAINERS);
  }

  /**
   * Options to put before {@code -i} for a {@link Relay}. It is waited for without a limit: it ends
   * by itself when the link does not answer, and knows why.
   */
  static List<String> forRelay() {
    return List.of("-protocol_whitelist", "http,tcp", "-format_whitelist", CONTAINERS);
  }

  /** A local file as FFmpeg's URL: whatever its name looks like, it is a file. */
  static String url(Path file) {
    return "file:" + file.toAbsolutePath();
  }

  /** The last line of what FFmpeg said, without addresses of its own memory. */
  static String lastLine(String errors) {
    String[] lines = errors.split("\n");
    return lines[lines.length - 1].replaceAll("\\[[^\\]]* @ 0x[0-9a-f]+\\] ?", "").strip();
  }
}
