package dev.sluice.emulator;

import dev.sluice.media.VideoFile;
import dev.sluice.provider.AssetStore;
import dev.sluice.provider.ByteSource;
import dev.sluice.provider.CallOutcome;
import dev.sluice.provider.ProviderConf;
import dev.sluice.provider.ProviderRef;
import dev.sluice.provider.VideoProvider;
import dev.sluice.twelvelabs.TwelveLabs;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;

/** Uploads one file, in a process of its own: address, uri, and the reference to go on with. */
final class LargeUploadMain {
  private LargeUploadMain() {}

  public static void main(String[] args) throws Exception {
    VideoFile file = VideoFile.at(args[1], new Configuration());
    Bytes bytes = new Bytes(file);
    ProviderConf conf = new ProviderConf("emulator", args[0], "none", Duration.ofSeconds(20));
    try (VideoProvider provider = TwelveLabs.connect(conf)) {
      AssetStore assets = provider.assets();
      ProviderRef upload =
          args.length > 2
              ? new ProviderRef(args[2])
              : ((CallOutcome.Pending)
                      assets.upload("f1-two-gigabytes.mp4", file.seen().sizeBytes(), bytes))
                  .ref();
      System.out.println(upload.id());
      CallOutcome outcome = assets.advance(upload, bytes);
      while (outcome instanceof CallOutcome.Pending) {
        Thread.sleep(100);
        outcome = assets.advance(upload, bytes);
      }
      System.out.println(
          outcome instanceof CallOutcome.Done done ? "ready " + done.ref().id() : outcome);
    }
  }

  private record Bytes(VideoFile file) implements ByteSource {
    @Override
    public InputStream open() throws IOException {
      return file.open();
    }

    @Override
    public InputStream open(long offset) throws IOException {
      return file.open(offset);
    }
  }
}
