package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void aNameCannotCommandTheTerminal() {
    assertThat(TextTable.cell("a\u001b[2Jb\nc")).isEqualTo("a?[2Jb c");
  }
}
