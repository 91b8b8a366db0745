package dev.sluice.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ExampleTest {
  private static final ReleaseItem ITEM =
      new ReleaseItem("v1", "f1:a", "train", "Käse", 300, 0, 4.5, new float[] {0.5f, -1.25f});

  // What Python's protobuf writes with TensorFlow's own example.proto, features sorted by name.
  private static final String GOLDEN =
      "0aaa010a160a0a636f6e74656e745f696412080a060a0466313a610a190a09656d62656464696e67120c120a0a08"
          + "0000003f0000a0bf0a130a07656e645f736563120812060a04000090400a0c0a02696412060a040a0276310a"
          + "0f0a056c6162656c12061a040a02ac020a160a096c6162656c5f73747212090a070a054bc3a473650a120a05"
          + "73706c697412090a070a05747261696e0a150a0973746172745f736563120812060a0400000000";

  @Test
  void bytesAreProtobufs() {
    assertThat(HexFormat.of().formatHex(encoded())).isEqualTo(GOLDEN);
  }

  @Test
  void itemsComeBack() throws DamagedFileException {
    ReleaseItem back = ExampleDecoder.decode(HexFormat.of().parseHex(GOLDEN));
    assertThat(back).usingRecursiveComparison().withStrictTypeChecking().isEqualTo(ITEM);
  }

  @Test
  void cutOrEmptyBytesAreDamageAndNoCrash() {
    byte[] good = encoded();
    for (int length = 0; length < good.length; length++) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThatThrownBy(() -> ExampleDecoder.decode(cut)).isInstanceOf(DamagedFileException.class);
    }
  }

  @Test
  void writersAreUsedAgainAndGrow() {
    ProtoWriter out = new ProtoWriter();
    float[] longVector = new float[10_000];
    ExampleEncoder.encode(new ReleaseItem("v2", "f1:b", "test", "b", 1, 0, 1, longVector), out);
    out.clear();
    ExampleEncoder.encode(ITEM, out);
    assertThat(HexFormat.of().formatHex(bytes(out))).isEqualTo(GOLDEN);
  }

  @Test
  void numbersOfEveryLengthComeBack() throws DamagedFileException {
    for (int bits = 0; bits < 64; bits++) {
      for (long value : new long[] {1L << bits, (1L << bits) - 1, -(1L << bits)}) {
        ProtoWriter out = new ProtoWriter();
        out.varint(value);
        ProtoReader back = new ProtoReader(out.written());
        assertThat(back.varint()).isEqualTo(value);
        assertThat(back.hasNext()).isFalse();
      }
    }
  }

  private static byte[] encoded() {
    ProtoWriter out = new ProtoWriter();
    ExampleEncoder.encode(ITEM, out);
    return bytes(out);
  }

  private static byte[] bytes(ProtoWriter out) {
    byte[] bytes = new byte[out.size()];
    out.written().get(bytes);
    return bytes;
  }
}
