package dev.sluice.calls;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.UncheckedIOException;

/**
 * Permit messages as bytes. Spark reads what its RPC receives with the class path that an executor
 * was started with. A jar that came with {@code spark-submit} is not on it, and an executor that
 * meets one of our classes there gives up its connection to the driver and ends.
 */
final class PermitWire {
  private PermitWire() {}

  static byte[] write(PermitMessage message) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(message);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static PermitMessage read(Object bytes) {
    try (ObjectInputStream in = new OurClasses(new ByteArrayInputStream((byte[]) bytes))) {
      return (PermitMessage) in.readObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("driver and executors run different versions of Sluice", e);
    }
  }

  private static final class OurClasses extends ObjectInputStream {
    OurClasses(InputStream in) throws IOException {
      super(in);
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass described)
        throws IOException, ClassNotFoundException {
      return Class.forName(described.getName(), false, PermitWire.class.getClassLoader());
    }
  }
}
