package dev.sluice.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What this build is.
 *
 * @param version version of Sluice
 * @param sparkLine Spark line it was built for, for example {@code 4.1}
 * @param scalaBinary Scala line, for example {@code 2.13}
 */
public record Build(String version, String sparkLine, String scalaBinary) {

  /** This build. */
  public static Build current() {
    Properties p = new Properties();
    try (InputStream in = Build.class.getResourceAsStream("/dev/sluice/build.properties")) {
      p.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("the jar is damaged: no build.properties", e);
    }
    return new Build(
        p.getProperty("version"), p.getProperty("spark.line"), p.getProperty("scala.binary"));
  }

  /** The name of the jar that runs on a Spark version. */
  public String jarFor(String sparkVersion) {
    String line = sparkVersion.replaceFirst("^(\\d+\\.\\d+).*", "$1");
    String scala = line.startsWith("3.") ? "2.12" : "2.13";
    return "sluice-" + version + "-spark" + line + "_" + scala + "-all.jar";
  }

  /** Whether this build is for a Spark version. */
  public boolean runsOn(String sparkVersion) {
    return sparkVersion.startsWith(sparkLine + ".");
  }
}
