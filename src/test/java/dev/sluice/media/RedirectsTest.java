package dev.sluice.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectsTest {
  private static final Map<String, String> NAMES =
      Map.of(
          "site.example", "93.184.216.34",
          "cdn.example", "2606:2800:220:1::1",
          "nas.internal", "10.0.0.5",
          "other.internal", "10.0.0.6",
          "trap.example", "169.254.169.254",
          "both.example", "93.184.216.34 169.254.169.254",
          "sixfour.example", "64:ff9b::5db8:d822");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://cdn.example/v.mp4?t=1",
        "//cdn.example/v.mp4",
        "/other.mp4",
        "https://8.8.8.8:8443/v.mp4",
        "https://[2606:2800:220:1::1]/v.mp4",
        "https://sixfour.example/v.mp4",
        // What stands before an @ is a name of a user, whatever it looks like.
        "https://169.254.169.254@cdn.example/v.mp4"
      })
  void aPublicSiteMaySendUsToAnother(String location) throws UnreadableFile {
    URI from = URI.create("https://site.example/v.mp4");
    assertThat(redirects(from.toString()).next(from, location)).isEqualTo(from.resolve(location));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "127.0.0.1",
        "localhost",
        "0.0.0.0",
        "10.0.0.5",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "100.64.0.1",
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "224.0.0.1",
        "255.255.255.255",
        "nas.internal",
        "trap.example",
        "both.example",
        "[::1]",
        "[::]",
        "[::ffff:169.254.169.254]",
        "[::ffff:a9fe:a9fe]",
        "[::127.0.0.1]",
        "[64:ff9b::a9fe:a9fe]",
        "[64:ff9b:1::a9fe:a9fe]",
        "[2002:a9fe:a9fe::1]",
        "[2001:0:a9fe:a9fe::1]",
        "[fd00:ec2::254]",
        "[fe80::1]",
        "[fec0::1]",
        "[ff02::1]"
      })
  void aRedirectIntoThisNetworkIsRefused(String host) {
    assertRefused(
        "https://site.example/v.mp4", "https://" + host + "/v.mp4", "inside this network");
    assertRefused(
        "https://site.example/v.mp4",
        "https://cdn.example:secret@" + host + ":443/v.mp4#@cdn.example",
        "inside this network");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2852039166",
        "0xa9fea9fe",
        "0xA9FEA9FE",
        "0251.0376.0251.0376",
        "0177.0.0.1",
        "127.1",
        "1.1",
        "0",
        "127.0.0.1.",
        "0x7f.1",
        "256.256.256.256"
      })
  void anInternalAddressInAnotherSpellingIsRefused(String host) {
    assertRefused("https://site.example/v.mp4", "https://" + host + "/", "redirects to");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///etc/passwd",
        "file:/etc/passwd",
        "ftp://cdn.example/v.mp4",
        "gopher://cdn.example/",
        "jar:https://cdn.example/a.jar!/v.mp4",
        "data:video/mp4;base64,AAAA",
        "mailto:a@cdn.example",
        "https:///v.mp4",
        "https://",
        "https://cdn.example\\@nas.internal/",
        "https://cdn.example /v.mp4?secret",
        "https://cdn_example/v.mp4"
      })
  void aRedirectToNoWebLinkIsRefused(String location) {
    assertRefused("https://site.example/v.mp4", location, "no http or https link");
  }

  @Test
  void aRedirectFromHttpsToHttpIsRefused() throws UnreadableFile {
    assertRefused(
        "https://site.example/v.mp4", "http://cdn.example/v.mp4", "cdn.example without encryption");
    URI plain = URI.create("http://site.example/v.mp4");
    assertThat(redirects(plain.toString()).next(plain, "http://cdn.example/v.mp4"))
        .hasHost("cdn.example");
    URI tls = redirects(plain.toString()).next(plain, "https://site.example/v.mp4");
    assertThatThrownBy(() -> redirects(plain.toString()).next(tls, plain.toString()))
        .hasMessageContaining("without encryption");
  }

  @Test
  void aLinkInsideMayMoveWithinItsHostOnly() throws UnreadableFile {
    for (String host : new String[] {"nas.internal", "10.0.0.5", "[::1]", "127.0.0.1"}) {
      URI from = URI.create("http://" + host + "/v.mp4");
      String moved = "http://" + host + ":8080/w.mp4";
      assertThat(redirects(from.toString()).next(from, moved)).hasToString(moved);
    }
    assertRefused("http://nas.internal/v.mp4", "http://other.internal/", "inside this network");
    assertRefused("http://nas.internal/v.mp4", "http://169.254.169.254/", "inside this network");
  }

  @Test
  void aHostThatIsOnlyPartlyInsideIsAStranger() {
    assertRefused("http://both.example/v.mp4", "http://both.example/w", "inside this network");
  }

  @Test
  void aNameThatTurnsInsideOnTheWayIsAStranger() throws UnreadableFile {
    String[] address = {"93.184.216.34"};
    URI from = URI.create("http://turns.example/v.mp4");
    Redirects redirects = new Redirects(from, "it", host -> InetAddress.getAllByName(address[0]));
    address[0] = "169.254.169.254";
    assertThatThrownBy(() -> redirects.next(from, "/latest/meta-data"))
        .hasMessageContaining("inside this network");
  }

  @Test
  void aNameThatNobodyKnowsIsRefusedAndNotFatal() {
    assertRefused("https://site.example/v.mp4", "https://unknown.example/", "cannot be looked up");
  }

  @Test
  void fiveRedirectsAreFollowed() throws UnreadableFile {
    URI from = URI.create("https://site.example/v.mp4");
    Redirects redirects = redirects(from.toString());
    for (int i = 0; i < 5; i++) {
      redirects.next(from, "/v.mp4");
    }
    assertThatThrownBy(() -> redirects.next(from, "/v.mp4")).hasMessageContaining("more than 5");
  }

  private static void assertRefused(String link, String location, String says) {
    assertThatThrownBy(() -> redirects(link).next(URI.create(link), location))
        .as(location)
        .isInstanceOfSatisfying(
            UnreadableFile.class, e -> assertThat(e.reason()).isEqualTo("redirect_refused"))
        .hasMessageStartingWith("the link redirects ")
        .hasMessageContaining(says)
        .hasMessageNotContaining("secret");
  }

  private static Redirects redirects(String link) {
    return new Redirects(URI.create(link), "the link", RedirectsTest::addresses);
  }

  /** Names by the list, numbers as the JVM reads them. */
  private static InetAddress[] addresses(String host) throws UnknownHostException {
    String known = NAMES.get(host);
    if (known == null) {
      if (host.endsWith(".example")) {
        throw new UnknownHostException(host);
      }
      return InetAddress.getAllByName(host);
    }
    String[] parts = known.split(" ");
    InetAddress[] addresses = new InetAddress[parts.length];
    for (int i = 0; i < parts.length; i++) {
      addresses[i] = InetAddress.getByName(parts[i]);
    }
    return addresses;
  }
}
