package dev.sluice.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spend.FactKind;
import dev.sluice.spend.FactName;
import dev.sluice.spend.WorkKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FolderTest {
  private final AtomicLong time = new AtomicLong();
  private final AtomicInteger failures = new AtomicInteger(1);
  private final List<FactName> folded = new ArrayList<>();

  @Test
  void aFoldThatFailsIsToldOnceAndNothingOfItIsLost() {
    try (Folder folder = new Folder(this::fold, time::get)) {
      folder.add(fact("first"));
      time.addAndGet(Duration.ofMinutes(6).toNanos());
      folder.foldIfDue();
      folder.add(fact("second"));
      assertThatThrownBy(folder::foldAll).hasMessage("the disk is full");
      folder.foldAll();
      assertThat(folded).containsExactlyInAnyOrder(fact("first"), fact("second"));
      folder.foldAll();
      assertThat(folded).hasSize(2);
    }
  }

  private void fold(List<FactName> facts) {
    if (failures.getAndDecrement() > 0) {
      throw new IllegalStateException("the disk is full");
    }
    folded.addAll(facts);
  }

  private static FactName fact(String name) {
    return new FactName(new WorkKey(WorkKey.sha256(name)), 1, FactKind.DONE);
  }
}
