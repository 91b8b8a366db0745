package dev.sluice.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.provider.ProviderConf;
import dev.sluice.spend.PriceList;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What travels to executors. */
class ShippedTest {
  private static final JournalPlace PLACE =
      new JournalPlace("file:/j", Map.of("fs.s3a.secret.key", "SECRET"));

  @Test
  void thePaidFunctionTravelsWithoutTheKey() throws Exception {
    CallPartition function =
        new CallPartition(
            new CallSettings(
                new ProviderConf("twelvelabs", "http://x", "env:KEY", Duration.ofSeconds(60)),
                PLACE,
                "run",
                "run-1",
                Duration.ofMinutes(2),
                16,
                Duration.ofSeconds(2)));
    assertThat(thereAndBack(function)).isInstanceOf(CallPartition.class);
  }

  @Test
  void theFoldTravels() throws Exception {
    PriceList prices = new PriceList("p", LocalDate.EPOCH, "USD", 1, 1, 1, 1);
    assertThat(thereAndBack(new ReadFacts(PLACE, prices))).isNotNull();
    assertThat(thereAndBack(new ListShards(PLACE))).isNotNull();
    assertThat(thereAndBack(new PermitMessage.Granted(Duration.ofSeconds(10))))
        .isEqualTo(new PermitMessage.Granted(Duration.ofSeconds(10)));
  }

  @Test
  void storeSecretsAreNotPrinted() {
    assertThat(PLACE.toString()).doesNotContain("SECRET");
  }

  @Test
  void answersSurviveCompression() {
    byte[] answer = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
    assertThat(FactWriter.gunzip(FactWriter.gzip(answer))).isEqualTo(answer);
  }

  private static Object thereAndBack(Object shipped) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(shipped);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }
}
