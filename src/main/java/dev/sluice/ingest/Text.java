package dev.sluice.ingest;

import dev.sluice.media.Links;

/** Text from manifests and file names, made safe to print. */
final class Text {
  private static final int LONGEST = 500;

  private Text() {}

  /** Without control characters and what signs links, and of bounded length. */
  static String printable(String text) {
    String clean = Links.withoutSecrets(String.valueOf(text)).replaceAll("\\p{Cntrl}", "?");
    return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "…";
  }
}
