package dev.sluice.job;

import dev.sluice.provider.ProviderConf;
import dev.sluice.provider.S3Reading;
import dev.sluice.twelvelabs.TwelveLabs;
import java.time.Duration;
import java.util.Set;

/**
 * Who computes embeddings and answers.
 *
 * @param name {@code twelvelabs} or {@code emulator}
 * @param url where it is; default the public address of TwelveLabs, or an emulator started inside
 *     this process when the name is {@code emulator}
 * @param key where the key is: {@code env:NAME} or {@code file:/path}; default {@code
 *     env:TWELVELABS_API_KEY}, and {@code none} at the emulator
 * @param prices price list file; default: everything is free at the emulator
 * @param listPrices price list to show beside the real one, for comparison
 * @param limits rate limit file; default: no limit
 * @param share part of the limits that this job may use, above 0 to 1; default 1
 * @param timeoutSec longest time for one create, answer included; default 60
 * @param s3 how it gets at videos on S3: {@code upload}, the default, or {@code signed-link}; a
 *     signed link is good for everybody who has it, for 12 hours at most; kept answers lose its
 *     signature
 */
public record ProviderSpec(
    String name,
    String url,
    String key,
    String prices,
    String listPrices,
    String limits,
    Double share,
    Integer timeoutSec,
    String s3) {

  private static final String NO_KEY = "none";

  /** Fills in defaults. */
  public ProviderSpec {
    if (name == null || !Set.of("twelvelabs", "emulator").contains(name)) {
      throw new IllegalArgumentException("name is twelvelabs or emulator, not " + name);
    }
    if (name.equals("twelvelabs")) {
      url = url == null ? "https://api.twelvelabs.io/v1.3" : url;
      if (prices == null) {
        throw new IllegalArgumentException(
            "prices must name a price list file when the provider is twelvelabs");
      }
    }
    boolean emulated = name.equals("emulator");
    key = key != null ? key : emulated ? NO_KEY : "env:TWELVELABS_API_KEY";
    boolean none = emulated && key.equals(NO_KEY);
    if (!none && !key.startsWith("env:") && !key.startsWith("file:")) {
      throw new IllegalArgumentException(
          "key must say where the key is (env:NAME or file:/path), never the key itself");
    }
    share = share == null ? 1.0 : share;
    timeoutSec = timeoutSec == null ? 60 : timeoutSec;
    s3 = s3 == null ? "upload" : s3;
    if (!Set.of("upload", "signed-link").contains(s3)) {
      throw new IllegalArgumentException("s3 is upload or signed-link, not " + s3);
    }
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("share is above 0 and at most 1, not " + share);
    }
    if (timeoutSec < 1) {
      throw new IllegalArgumentException("timeout-sec is at least 1, not " + timeoutSec);
    }
  }

  /** How to reach it at an address. */
  ProviderConf at(String address) {
    return new ProviderConf(
        name,
        address,
        key,
        Duration.ofSeconds(timeoutSec),
        s3.equals("upload") ? S3Reading.UPLOAD : S3Reading.SIGNED_LINK);
  }

  /** Whether calls need a key. */
  boolean needsKey() {
    return !key.equals(NO_KEY);
  }

  /**
   * Follows the reference to the key; sends nothing.
   *
   * @throws IllegalArgumentException when it leads to no key, naming the reference
   */
  void demandKey() {
    TwelveLabs.demandKey(at(url == null ? "" : url));
  }

  /** Whether an emulator is started inside this process. */
  boolean inProcess() {
    return name.equals("emulator") && url == null;
  }
}
