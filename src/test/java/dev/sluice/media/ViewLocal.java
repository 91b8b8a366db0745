package dev.sluice.media;

import java.net.URI;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** The local disk as a store that only Hadoop knows. */
public final class ViewLocal extends RawLocalFileSystem {
  @Override
  public String getScheme() {
    return "viewlocal";
  }

  @Override
  public URI getUri() {
    return URI.create("viewlocal:///");
  }
}
