package dev.sluice.emulator.convert;

/**
 * One attribute of an ONNX node, already encoded.
 *
 * @param proto the AttributeProto
 */
record Attribute(Proto proto) {
  private static final int NAME = 1;
  private static final int FLOAT = 2;
  private static final int INT = 3;
  private static final int STRING = 4;
  private static final int INTS = 8;
  private static final int TYPE = 20;

  static Attribute of(String name, long value) {
    return new Attribute(new Proto().text(NAME, name).number(INT, value).number(TYPE, 2));
  }

  static Attribute of(String name, float value) {
    return new Attribute(new Proto().text(NAME, name).decimal(FLOAT, value).number(TYPE, 1));
  }

  static Attribute of(String name, String value) {
    return new Attribute(new Proto().text(NAME, name).text(STRING, value).number(TYPE, 3));
  }

  static Attribute ofAll(String name, long... values) {
    Proto proto = new Proto().text(NAME, name);
    for (long value : values) {
      proto.number(INTS, value);
    }
    return new Attribute(proto.number(TYPE, 7));
  }
}
