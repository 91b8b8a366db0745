package dev.sluice.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class NpyTest {
  // numpy.lib.format.write_array_header_1_0 for float32 (2, 3).
  private static final String NUMPY_HEADER =
      "934e554d5059010076007b276465736372273a20273c6634272c2027666f727472616e5f6f72646572273a204661"
          + "6c73652c20277368617065273a2028322c2033292c207d20"
          + "20".repeat(57)
          + "0a";

  @Test
  void headerIsByteForByteNumPys() {
    assertThat(HexFormat.of().formatHex(new NpyHeader("<f4", 2, 3).bytes()))
        .isEqualTo(NUMPY_HEADER);
  }

  @Test
  void headersAreAlignedAndComeBack() throws IOException {
    for (NpyHeader header :
        new NpyHeader[] {
          new NpyHeader("<f4", 123_456_789, 1024),
          new NpyHeader("<i8", 7),
          new NpyHeader("<U255", 10_000)
        }) {
      assertThat(header.bytes().length % 64).isZero();
      assertThat(NpyHeader.read(new ByteArrayInputStream(header.bytes()))).isEqualTo(header);
    }
    assertThat(new NpyHeader("<U3", 2).dataBytes()).isEqualTo(24);
  }

  @Test
  void floatsAreLittleEndianRows() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    NpyWriter writer = NpyWriter.floats(out, 2, 2);
    writer.row(new float[] {1f, 2f});
    writer.row(new float[] {3f, -4f});
    writer.finish();
    ByteBuffer data = ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    data.position(128);
    assertThat(new float[] {data.getFloat(), data.getFloat(), data.getFloat(), data.getFloat()})
        .containsExactly(1f, 2f, 3f, -4f);
    assertThat(data.hasRemaining()).isFalse();
  }

  @Test
  void textsAreCodePointsPaddedWithZeros() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    NpyWriter writer = NpyWriter.texts(out, 2, 2);
    writer.row("\uD83D\uDE00b");
    writer.row("c");
    writer.finish();
    ByteBuffer data = ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    data.position(128);
    assertThat(new int[] {data.getInt(), data.getInt(), data.getInt(), data.getInt()})
        .containsExactly(0x1F600, 'b', 'c', 0);
  }

  @Test
  void aWrongNumberOfRowsIsAnError() throws IOException {
    NpyWriter writer = NpyWriter.longs(new ByteArrayOutputStream(), 2);
    writer.row(1);
    assertThatThrownBy(writer::finish).hasMessageContaining("1 rows where the header says 2");
  }

  @Test
  void damagedHeadersAreDamageAndNoCrash() {
    byte[] good = new NpyHeader("<f4", 2, 3).bytes();
    byte[] huge = new NpyHeader("<f4", Long.MAX_VALUE, 3).bytes();
    assertThatThrownBy(() -> NpyHeader.read(new ByteArrayInputStream(huge)))
        .isInstanceOf(DamagedFileException.class);
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThatThrownBy(() -> NpyHeader.read(new ByteArrayInputStream(cut)))
          .isInstanceOf(DamagedFileException.class);
    }
  }
}
