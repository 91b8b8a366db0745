package dev.sluice.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.calls.PermitMessage.Caller;
import dev.sluice.spend.FactKind;
import java.time.Duration;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.junit.jupiter.api.Test;
import scala.reflect.ClassTag$;

class PermitWireTest {
  private static final List<PermitMessage> ALL =
      List.of(
          new PermitMessage.Ping(),
          new PermitMessage.Ask(new Caller("r", 3, 7), "key", 2, "embed", 1.5, 0),
          new PermitMessage.Granted(Duration.ofSeconds(5)),
          new PermitMessage.Later(Duration.ofMillis(20)),
          new PermitMessage.Denied("why"),
          new PermitMessage.Closed("why"),
          new PermitMessage.Returned("key", 2, true),
          new PermitMessage.Which(new Caller("r", 3, Caller.DRIVER), List.of("a", "b")),
          new PermitMessage.Ended(List.of("a")),
          new PermitMessage.Noted(FactKind.DONE),
          new PermitMessage.GivenUp("task_failed"),
          new PermitMessage.Left("embed", 3, Duration.ofSeconds(9)),
          new PermitMessage.SlowDown(Duration.ZERO),
          new PermitMessage.LookLater(Duration.ZERO),
          new PermitMessage.Stop(SpendingStopped.Why.PROVIDER, "why"),
          new PermitMessage.Heard());

  @Test
  void everyMessageComesBack() {
    assertThat(ALL.stream().<Object>map(Object::getClass))
        .containsExactlyInAnyOrder((Object[]) PermitMessage.class.getPermittedSubclasses());
    for (PermitMessage message : ALL) {
      assertThat(PermitWire.read(PermitWire.write(message))).isEqualTo(message);
    }
  }

  /** As in an executor whose class path does not hold the jar that came with the job. */
  @Test
  void sparkReadsAnswersWithoutOurClasses() throws Exception {
    SerializerInstance spark = new JavaSerializer(new SparkConf(false)).newInstance();
    byte[] sent = (byte[]) new PermitPlugin().driverPlugin().receive(PermitWire.write(ALL.get(0)));
    var wire = spark.serialize(sent, ClassTag$.MODULE$.apply(byte[].class));
    byte[] read =
        spark.deserialize(
            wire, ClassLoader.getPlatformClassLoader(), ClassTag$.MODULE$.apply(byte[].class));
    assertThat(PermitWire.read(read)).isInstanceOf(PermitMessage.Closed.class);
  }
}
