package dev.sluice.media;

import java.util.List;
import java.util.Locale;

/** Sites whose links show a video to people and give no file to a program. */
final class PlayerHosts {
  private static final List<String> HOSTS =
      List.of(
          "youtube.com",
          "youtu.be",
          "youtube-nocookie.com",
          "vimeo.com",
          "dailymotion.com",
          "dai.ly",
          "twitch.tv",
          "tiktok.com",
          "facebook.com",
          "fb.watch",
          "instagram.com",
          "x.com",
          "twitter.com",
          "bilibili.com",
          "loom.com",
          "wistia.com",
          "drive.google.com",
          "docs.google.com",
          "dropbox.com",
          "onedrive.live.com",
          "1drv.ms",
          "sharepoint.com",
          "box.com",
          "wetransfer.com",
          "we.tl");

  private PlayerHosts() {}

  static boolean isPlayer(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return HOSTS.stream().anyMatch(h -> name.equals(h) || name.endsWith("." + h));
  }
}
