package dev.sluice.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class TfRecordTest {
  private static final byte[] SLUICE = "sluice".getBytes(StandardCharsets.UTF_8);

  @Test
  void framingIsByteForByteTensorFlows() throws IOException {
    // Made with Python's struct and crc32c packages.
    assertThat(HexFormat.of().formatHex(framed(SLUICE)))
        .isEqualTo("06000000000000007369d537736c75696365707d3ddb");
  }

  @Test
  void recordsComeBack() throws IOException {
    TfRecordReader reader = reader(framed(SLUICE, new byte[0]));
    assertThat(reader.next()).hasValueSatisfying(b -> assertThat(b).isEqualTo(SLUICE));
    assertThat(reader.next()).hasValueSatisfying(b -> assertThat(b).isEmpty());
    assertThat(reader.next()).isEmpty();
  }

  @Test
  void everyFlippedBitIsFoundWithItsRecordAndPlace() throws IOException {
    byte[] good = framed(SLUICE, SLUICE);
    for (int i = 0; i < good.length * 8; i++) {
      byte[] bad = good.clone();
      bad[i / 8] ^= (byte) (1 << (i % 8));
      String place = i / 8 < 22 ? "record 0 at byte 0" : "record 1 at byte 22";
      assertThatThrownBy(() -> readAll(bad))
          .isInstanceOf(DamagedFileException.class)
          .hasMessageContaining(place);
    }
  }

  @Test
  void everyCutIsFoundUnlessBetweenRecords() throws IOException {
    byte[] good = framed(SLUICE, SLUICE);
    for (int length = 1; length < good.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(good, length);
      if (length == 22) {
        readAll(cut);
      } else {
        assertThatThrownBy(() -> readAll(cut)).hasMessageContaining("the file ends inside");
      }
    }
  }

  @Test
  void aRecordMayBeAsLongAsItsFile() throws IOException {
    byte[] seventeenHours = new byte[(64 << 20) + 1];
    assertThat(reader(framed(seventeenHours)).next().orElseThrow()).hasSize(seventeenHours.length);
  }

  @Test
  void aRecordThatClaimsMoreThanItsFileHasIsNotBelieved() throws IOException {
    byte[] big = framed(new byte[1 << 20]);
    assertThatThrownBy(() -> readAll(java.util.Arrays.copyOf(big, 40)))
        .hasMessage("record 0 at byte 0: the file ends inside the record");
  }

  private static void readAll(byte[] bytes) throws IOException {
    TfRecordReader reader = reader(bytes);
    while (reader.next().isPresent()) {
      // Reading is the check.
    }
  }

  private static TfRecordReader reader(byte[] bytes) {
    return new TfRecordReader(new ByteArrayInputStream(bytes), bytes.length);
  }

  private static byte[] framed(byte[]... records) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TfRecordWriter writer = new TfRecordWriter(out);
    for (byte[] record : records) {
      writer.write(ByteBuffer.wrap(record));
    }
    return out.toByteArray();
  }
}
