package dev.sluice.media;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The redirects of one request to a manifest's link, followed by hand: the site that a manifest
 * names may send us to any site on the public internet, but not into the network that we stand in,
 * where cloud metadata and unguarded services answer. A link whose own host is inside may move
 * within that host: whoever wrote it into the manifest meant it. At most {@value #MOST}, and never
 * from https to http. Not thread-safe.
 *
 * <p>A name is looked up here and once more by the connection. Both ask the JVM's cache, which
 * keeps an answer for 30 s unless {@code networkaddress.cache.ttl} says otherwise; a name whose
 * answer changes in the instant between the two would still lead inside, over plain http only,
 * since no service there has a certificate for a stranger's name. Behind a proxy a name that cannot
 * be looked up here is refused.
 */
final class Redirects {
  private static final int MOST = 5;

  /** Whatever reads hosts takes these for addresses, in decimal, octal or hexadecimal. */
  private static final Pattern NUMBER = Pattern.compile("(?i)(.*\\.)?(\\d+|0x[0-9a-f]*)\\.?");

  private static final Pattern PLAIN = Pattern.compile("(0|[1-9]\\d*)(\\.(0|[1-9]\\d*)){3}");

  private final URI link;
  private final String name;
  private final Names names;
  private final boolean meantInside;
  private int followed;

  /**
   * None followed yet; to be made right before the link is asked.
   *
   * @param name of the link in messages, without secrets
   */
  Redirects(URI link, String name, Names names) {
    this.link = link;
    this.name = name;
    this.names = names;
    this.meantInside = meantInside();
  }

  /** Addresses by host. */
  interface Names {
    InetAddress[] of(String host) throws UnknownHostException;
  }

  /** Whether an answer with this status leads elsewhere. */
  static boolean isOne(int status) {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  /**
   * Where to go on.
   *
   * @param from what answered with a redirect
   * @param location what it said, as it said it
   * @throws UnreadableFile when that is not followed
   */
  URI next(URI from, String location) throws UnreadableFile {
    if (++followed > MOST) {
      throw refused("redirects more than %d times".formatted(MOST));
    }
    if (location.isEmpty()) {
      throw refused("redirects without saying where to");
    }
    URI to = target(from, location);
    String scheme = String.valueOf(to.getScheme()).toLowerCase(Locale.ROOT);
    String host = to.getHost();
    if (host == null || !(scheme.equals("http") || scheme.equals("https"))) {
      throw refused("redirects to something that is no http or https link");
    }
    if (scheme.equals("http") && from.getScheme().equalsIgnoreCase("https")) {
      throw refused("redirects to %s without encryption".formatted(host));
    }
    if (NUMBER.matcher(host).matches() && !PLAIN.matcher(host).matches()) {
      throw refused("redirects to %s, an address in disguise".formatted(host));
    }
    boolean moved = meantInside && host.equalsIgnoreCase(link.getHost());
    if (!moved && !isPublic(host)) {
      throw refused("redirects to %s, which is inside this network".formatted(host));
    }
    return to;
  }

  private URI target(URI from, String location) throws UnreadableFile {
    try {
      return from.resolve(new URI(location));
    } catch (URISyntaxException e) {
      // Its message quotes the link, which may hold a signature.
      throw refused("redirects to something that is no http or https link");
    }
  }

  private boolean isPublic(String host) throws UnreadableFile {
    try {
      return PublicAddresses.hold(names.of(host));
    } catch (UnknownHostException e) {
      throw refused("redirects to %s, a name that cannot be looked up here".formatted(host));
    }
  }

  private boolean meantInside() {
    try {
      for (InetAddress address : names.of(link.getHost())) {
        if (PublicAddresses.hold(address)) {
          return false;
        }
      }
      return true;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private UnreadableFile refused(String what) {
    return new UnreadableFile(
        "redirect_refused",
        name + " " + what + "; if that is meant, give the link it leads to in the manifest");
  }
}
