package dev.sluice.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spend.Fact;
import dev.sluice.spend.FactJson;
import dev.sluice.spend.FactKind;
import dev.sluice.spend.FactName;
import dev.sluice.spend.WorkKey;
import dev.sluice.testing.S3Extension;
import dev.sluice.testing.S3Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What holds on every store. */
@ExtendWith(S3Extension.class)
class StoreJournalTest {
  private static final Instant AT = Instant.parse("2026-11-21T12:00:00Z");
  @TempDir private Path dir;

  @Test
  void tornFactsAreReplacedAndTornIntentsStay(S3Server s3) throws Exception {
    for (JournalStore store : stores(s3)) {
      StoreJournal journal = new StoreJournal(store);
      for (FactKind kind : FactKind.values()) {
        byte[] whole = FactJson.write(fact(kind));
        for (int length : new int[] {0, whole.length / 2}) {
          FactName name = fact(kind).name();
          store.replace(name.path(), Arrays.copyOf(whole, length));
          boolean intent = kind == FactKind.INTENT;
          assertThat(journal.putIfAbsent(name, whole)).as(store + " " + kind).isEqualTo(!intent);
          assertThat(journal.get(name).orElseThrow()).hasSize(intent ? length : whole.length);
          assertThat(journal.putIfAbsent(name, whole)).as(store + " " + kind + length).isFalse();
        }
      }
    }
  }

  @Test
  void storesAgreeOnWhatIsThere(S3Server s3) throws Exception {
    for (JournalStore store : stores(s3)) {
      assertThat(store.get("a/b")).as(store.toString()).isEmpty();
      assertThat(store.has("a/b")).isFalse();
      assertThat(list(store, "a", "")).isEmpty();
      assertThat(store.putIfAbsent("a/b", bytes("1"))).isTrue();
      assertThat(store.putIfAbsent("a/b", bytes("2"))).isFalse();
      assertThat(store.putIfAbsent("a/bc", bytes("3"))).isTrue();
      assertThat(store.putIfAbsent("a/d", bytes("4"))).isTrue();
      assertThat(store.get("a/b")).hasValue(bytes("1"));
      store.replace("a/b", bytes("5"));
      assertThat(store.get("a/b")).hasValue(bytes("5"));
      assertThat(list(store, "a", "")).containsExactlyInAnyOrder("b", "bc", "d");
      assertThat(list(store, "a", "b")).containsExactlyInAnyOrder("b", "bc");
      store.delete(List.of("a/b", "a/none", "a/d"));
      assertThat(list(store, "a", "")).containsExactly("bc");
      assertThat(store.putIfAbsent("a/b", bytes("6"))).isTrue();
    }
  }

  @Test
  void whatDeadWritersLeftIsTidiedUpAfterAWhile() throws Exception {
    for (JournalStore store : List.of(new LinkStore(dir.resolve("l")), weak(dir.resolve("w")))) {
      store.putIfAbsent("a", bytes("1"));
    }
    for (String place : List.of("l", "w")) {
      Path old = Files.write(dir.resolve(place).resolve("tmp/old"), bytes("half"));
      Files.setLastModifiedTime(old, FileTime.from(AT.minusSeconds(60)));
      Path young = Files.write(dir.resolve(place).resolve("tmp/young"), bytes("half"));
      Files.setLastModifiedTime(young, FileTime.from(AT.plusSeconds(60)));
      JournalStore store =
          place.equals("l") ? new LinkStore(dir.resolve(place)) : weak(dir.resolve(place));
      store.tidy(AT);
      assertThat(old).doesNotExist();
      assertThat(young).exists();
      assertThat(store.get("a")).hasValue(bytes("1"));
    }
  }

  @Test
  void theWeakStoreSaysSo() throws Exception {
    assertThat(weak(dir).excludes()).isFalse();
    assertThat(JournalProbe.race(dir.toString(), new Configuration()).excludes()).isTrue();
    assertThat(new LinkStore(dir).how()).contains("linked");
  }

  private List<JournalStore> stores(S3Server s3) throws IOException {
    return List.of(
        new LinkStore(dir.resolve("link")),
        weak(dir.resolve("weak")),
        JournalPlace.of(s3.bucket() + "/journal", s3.hadoop()).store());
  }

  private static JournalStore weak(Path folder) throws IOException {
    RawLocalFileSystem fs = new RawLocalFileSystem();
    fs.initialize(folder.toUri(), new Configuration());
    return RenameStore.weak(fs, new org.apache.hadoop.fs.Path(folder.toUri()));
  }

  private static List<String> list(JournalStore store, String folder, String prefix)
      throws IOException {
    List<String> names = new java.util.ArrayList<>();
    store.list(folder, prefix, names::add);
    return names;
  }

  private static Fact fact(FactKind kind) {
    return new Fact(
        new FactName(new WorkKey(WorkKey.sha256("work")), 1, kind),
        new Fact.Header("embed", "emulator", "m", "f1:x", "run", "task", AT, 1),
        AT,
        "ref",
        Fact.Answer.atMost(0, 0));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
