package dev.sluice.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spend.FactKind;
import dev.sluice.spend.FactName;
import dev.sluice.spend.WorkKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkStoreTest {
  @TempDir private Path dir;

  @Test
  void ofManyWritersExactlyOneWins() throws Exception {
    int writers = 16;
    ExecutorService pool = Executors.newFixedThreadPool(writers);
    try {
      for (int round = 0; round < 100; round++) {
        FactName name = name("race " + round);
        CyclicBarrier start = new CyclicBarrier(writers);
        List<Future<Boolean>> tries = new ArrayList<>();
        for (int w = 0; w < writers; w++) {
          byte[] fact = ("writer " + w).getBytes(StandardCharsets.UTF_8);
          tries.add(
              pool.submit(
                  () -> {
                    start.await();
                    return new StoreJournal(new LinkStore(dir)).putIfAbsent(name, fact);
                  }));
        }
        int winners = 0;
        int winner = -1;
        for (int w = 0; w < writers; w++) {
          if (tries.get(w).get()) {
            winners++;
            winner = w;
          }
        }
        assertThat(winners).isEqualTo(1);
        assertThat(new StoreJournal(new LinkStore(dir)).get(name).orElseThrow())
            .asString(StandardCharsets.UTF_8)
            .isEqualTo("writer " + winner);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void nothingButFactsIsLeftBehindOrListed() throws Exception {
    Journal journal = new StoreJournal(new LinkStore(dir));
    FactName a = name("a");
    FactName b = new FactName(a.workKey(), 2, FactKind.CREATED);
    journal.putIfAbsent(a, new byte[] {1});
    journal.putIfAbsent(b, new byte[] {2});
    Files.writeString(dir.resolve(a.path()).resolveSibling(".x.tmp"), "left by a dead process");
    List<FactName> all = new ArrayList<>();
    for (String shard : Journal.shards()) {
      all.addAll(journal.list(shard));
    }
    assertThat(all).containsExactlyInAnyOrder(a, b);
    assertThat(journal.list(a.workKey())).containsExactlyInAnyOrder(a, b);
    assertThat(journal.list(name("other").workKey())).isEmpty();
  }

  @Test
  void whatCannotBeLookedAtIsNotTakenForAbsent() throws Exception {
    Journal journal = new StoreJournal(new LinkStore(dir));
    FactName a = name("a");
    assertThat(journal.has(a)).isFalse();
    Path shard = dir.resolve(a.path()).getParent();
    Files.createDirectories(shard.getParent());
    Files.createSymbolicLink(shard, shard);
    assertThatThrownBy(() -> journal.has(a)).isInstanceOf(IOException.class);
  }

  @Test
  void onlyIntentsAreTakenBack() throws Exception {
    Journal journal = new StoreJournal(new LinkStore(dir));
    FactName intent = name("a");
    journal.putIfAbsent(intent, new byte[] {1});
    journal.withdrawIntent(intent);
    assertThat(journal.has(intent)).isFalse();
    assertThat(journal.putIfAbsent(intent, new byte[] {1})).isTrue();
  }

  private static FactName name(String what) {
    return new FactName(new WorkKey(WorkKey.sha256(what)), 1, FactKind.INTENT);
  }
}
