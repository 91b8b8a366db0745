package dev.sluice.tables;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WorkSpanTest {
  private static final WorkSpan FILE = new WorkSpan("file", 12, 36, 60, 9);
  private static final WorkSpan PART = new WorkSpan("part", 12.04, 36, 24, 1);

  @Test
  void aPartIsItsOwnAnswerHoweverNewTheFilesIs() {
    assertThat(WorkSpan.others(List.of(FILE, PART))).containsExactly("file");
  }

  @Test
  void whatIsInsideALongerAnswerIsNone() {
    WorkSpan whole = new WorkSpan("whole", 0, 60, 60, 0);
    WorkSpan later = new WorkSpan("later", 50, 70, 20, 0);
    assertThat(WorkSpan.others(List.of(whole, PART, later))).containsExactly("part");
  }

  @Test
  void ofOneSpanTheNewestThenTheLeastKey() {
    WorkSpan old = new WorkSpan("a", 0, 10, 10, 1);
    WorkSpan newer = new WorkSpan("c", 0, 9.8, 9.8, 2);
    WorkSpan asNew = new WorkSpan("b", 0.2, 10, 9.8, 2);
    assertThat(WorkSpan.others(List.of(old, newer, asNew))).containsExactlyInAnyOrder("a", "c");
  }

  @Test
  void oneIsAlwaysLeft() {
    WorkSpan one = new WorkSpan("c", 0, 60, 60, 0);
    WorkSpan next = new WorkSpan("b", 0, 59.2, 59.2, 0);
    WorkSpan least = new WorkSpan("a", 0, 58.4, 58.4, 0);
    assertThat(WorkSpan.others(List.of(one, next, least))).hasSize(2);
  }
}
