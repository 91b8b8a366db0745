package dev.sluice.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Golden values, computed by a program that is not this one. They never change: a change would pay
 * for every video again.
 */
class ContentIdsTest {
  private static final long MIB = 1L << 20;

  @Test
  void aSmallFileIsHashedWhole() throws IOException {
    assertThat(ContentIds.of(Clips.file("pedestrians_00.mp4")).value())
        .isEqualTo("f1:b3f5bc9f218280925f740506716ecbefd786cddcff8637d2dace5e84f8db18d1");
  }

  @Test
  void sixtyFourMebibytesAreStillHashedWhole() throws IOException {
    Pattern object = new Pattern();
    assertThat(ContentIds.of(object, 64 * MIB).value())
        .isEqualTo("f1:f85505310ac55800e8f0eaf99106e28513c68366d240f98a5c50e8c9208bba25");
    assertThat(object.offsets).containsExactly(0L);
  }

  @Test
  void oneByteMoreIsSampled() throws IOException {
    assertThat(ContentIds.of(new Pattern(), 64 * MIB + 1).value())
        .isEqualTo("s1:d4b22ee252f4b9cbb1c4cd524791ae13002caf32c7a6c17c737babb991006a0f");
  }

  @Test
  void aLargeFileIsReadAtTenPlaces() throws IOException {
    long size = 5 * (1L << 30) + 12_345;
    Pattern object = new Pattern();
    assertThat(ContentIds.of(object, size).value())
        .isEqualTo("s1:68f105fedc78928b74eb3cb30b83c83562688dd737a7aa25efa01af01d521fe2");
    assertThat(object.offsets).hasSize(10).startsWith(0L, size - MIB);
  }

  @Test
  void whatAProviderHasIsKnownByItsNameThere() {
    assertThat(ContentIds.held("emulator", "6a5e85e073d98e8a6ca42725").value())
        .isEqualTo("p1:3cf7174e93fa3391ca0757f7ca3a296c5a1bc70dab7fd31b1f00bc74c08e1a7f");
  }

  @Test
  void aFileThatIsShorterThanItsStoreSaysIsRefused() {
    VideoObject shorter =
        new VideoObject() {
          @Override
          public Seen seen() {
            return new Seen(10, null);
          }

          @Override
          public InputStream from(long offset) {
            return new ByteArrayInputStream(new byte[9]);
          }
        };
    assertThatThrownBy(() -> ContentIds.of(shorter, 10))
        .isInstanceOf(UnreadableFile.class)
        .hasMessageContaining("10 bytes");
  }

  @Test
  void aManifestsDigestIsTakenInEitherForm() {
    String digits = "AB".repeat(32);
    assertThat(ContentIds.given(digits)).isEqualTo(ContentIds.given("sha256:" + digits));
    assertThatThrownBy(() -> ContentIds.given("abc")).isInstanceOf(IllegalArgumentException.class);
  }

  /** Endless bytes that depend on their offset, with a note of where reading began. */
  private static final class Pattern implements VideoObject {
    private final List<Long> offsets = new ArrayList<>();

    @Override
    public Seen seen() {
      throw new AssertionError("not asked for");
    }

    @Override
    public InputStream from(long offset) {
      offsets.add(offset);
      return new InputStream() {
        private long at = offset;
        private long left = offset == 0 ? 64 * MIB : MIB;

        @Override
        public int read() {
          return left-- <= 0 ? -1 : (int) (((at++ * 2_654_435_761L) >> 13) & 0xff);
        }
      };
    }
  }
}
