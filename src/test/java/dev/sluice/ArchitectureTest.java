package dev.sluice;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The house plan: a room uses only rooms below it; neighbours do not use each other. */
class ArchitectureTest {
  private static final List<Set<String>> FLOORS =
      List.of(
          Set.of("media", "vectors", "measures", "text"),
          Set.of("provider"),
          Set.of("spend", "ratelimit"),
          Set.of("twelvelabs", "emulator"),
          Set.of("tables"),
          Set.of("calls"),
          Set.of("step"),
          Set.of(
              "ingest",
              "embed",
              "cluster",
              "label",
              "classify",
              "curate",
              "evaluate",
              "trends",
              "project",
              "export",
              "report"),
          Set.of("job"),
          Set.of("cli"));

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("/test-classes/"))
          .importPackages("dev.sluice");

  @Test
  void roomsUseOnlyRoomsBelowThem() {
    Map<String, Integer> floorOf = new HashMap<>();
    for (int floor = 0; floor < FLOORS.size(); floor++) {
      for (String room : FLOORS.get(floor)) {
        floorOf.put(room, floor);
      }
    }
    Set<String> broken = new TreeSet<>();
    for (JavaClass c : MAIN) {
      String from = room(c);
      for (Dependency dependency : c.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass();
        if (!target.getPackageName().startsWith("dev.sluice.")) {
          continue;
        }
        String to = room(target);
        if (!from.equals(to) && floorOf.get(to) >= floorOf.get(from)) {
          broken.add(c.getName() + " uses " + target.getName());
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void sparkAndDeltaStayOutOfPureRooms() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.sluice.media..",
            "dev.sluice.vectors..",
            "dev.sluice.measures..",
            "dev.sluice.text..",
            "dev.sluice.provider..",
            "dev.sluice.spend..",
            "dev.sluice.ratelimit..",
            "dev.sluice.twelvelabs..",
            "dev.sluice.emulator..",
            "dev.sluice.step..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.spark..", "io.delta..", "scala..")
        .check(MAIN);
  }

  @Test
  void onlyTablesWritesDelta() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.sluice.tables..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.delta..")
        .check(MAIN);
  }

  @Test
  void httpClientsStayInTheAdapter() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.sluice.twelvelabs..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("retrofit2..", "okhttp3..", "okio..")
        .check(MAIN);
  }

  @Test
  void hadoopFileSystemsAreTouchedInFewRooms() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.sluice.provider..",
            "dev.sluice.spend..",
            "dev.sluice.ratelimit..",
            "dev.sluice.twelvelabs..",
            "dev.sluice.emulator..",
            "dev.sluice.step..",
            "dev.sluice.embed..",
            "dev.sluice.cluster..",
            "dev.sluice.label..",
            "dev.sluice.classify..",
            "dev.sluice.curate..",
            "dev.sluice.evaluate..",
            "dev.sluice.trends..",
            "dev.sluice.project..",
            "dev.sluice.vectors..",
            "dev.sluice.measures..",
            "dev.sluice.text..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.hadoop.fs..")
        .check(MAIN);
  }

  @Test
  void scalaTestIsNotThere() {
    assertThat(getClass().getClassLoader().getResource("org/scalatest/Suite.class")).isNull();
  }

  private static String room(JavaClass c) {
    String rest = c.getPackageName().substring("dev.sluice".length());
    return rest.isEmpty() ? "cli" : rest.substring(1).split("\\.")[0];
  }
}
