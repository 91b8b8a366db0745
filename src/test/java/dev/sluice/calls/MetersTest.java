package dev.sluice.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.codahale.metrics.MetricRegistry;
import dev.sluice.spend.FactKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MetersTest {
  private final MetricRegistry registry = new MetricRegistry();

  @Test
  void gaugesFollowEverySpending() {
    Meters.register(registry);
    double permits = value("permits");
    double spent = value("spent");
    double throttled = value("throttled");
    double done = value("done");
    Tally first = new Tally();
    Tally second = new Tally();
    Meters.watch(first);
    Meters.watch(second);

    first.granted();
    second.granted();
    first.accepted("embed", 0.25);
    second.accepted("analyze", 0.5);
    second.slowedDown();
    first.ended(FactKind.DONE);

    assertThat(value("permits") - permits).isEqualTo(2);
    assertThat(value("spent") - spent).isCloseTo(0.75, within(1e-9));
    assertThat(value("throttled") - throttled).isEqualTo(1);
    assertThat(value("done") - done).isEqualTo(1);
  }

  @Test
  void theNamesAreThoseInTheManualAndInTheAlerts() throws IOException {
    Meters.register(registry);
    Set<String> names = registry.getGauges().keySet();

    String manual = Files.readString(Path.of("conf/README.md"));
    manual = manual.substring(manual.indexOf("## Metrics"));
    assertThat(found("`(\\w+)`(?=.*\\|)", manual.substring(manual.indexOf("| name"))))
        .isEqualTo(names);

    String plugin = PermitPlugin.class.getName().replace('.', '_');
    String alerts = Files.readString(Path.of("conf/prometheus/alerts.yaml"));
    assertThat(found("metrics_(\\w+)", alerts))
        .isNotEmpty()
        .allSatisfy(
            name -> {
              assertThat(name)
                  .startsWith("sluice_driver_plugin_" + plugin + "_")
                  .endsWith("_Value");
              assertThat(names)
                  .contains(name.replaceFirst(".*_PermitPlugin_", "").replaceFirst("_Value$", ""));
            });
  }

  @Test
  void everyAlertHasItsLineInTheRunbook() throws IOException {
    Set<String> alerts =
        found("alert: (\\w+)", Files.readString(Path.of("conf/prometheus/alerts.yaml")));
    assertThat(found("(?m)^\\| `(Sluice\\w+)` \\|", Files.readString(Path.of("deploy/README.md"))))
        .isEqualTo(alerts)
        .isNotEmpty();
  }

  private double value(String name) {
    return ((Number) registry.getGauges().get(name).getValue()).doubleValue();
  }

  private static Set<String> found(String regex, String text) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = Pattern.compile(regex).matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }
}
