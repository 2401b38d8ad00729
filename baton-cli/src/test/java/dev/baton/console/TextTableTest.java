// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class TextTableTest {

  @Test
  void wideTerminal_showsEverything() {
    TextTable textTable = new TextTable("ID", "TEXT");
    textTable.add("1", "one\ntwo");
    textTable.add("22", "x");

    assertThat(printed(textTable, Integer.MAX_VALUE)).isEqualTo("ID  TEXT\n1   one two\n22  x\n");
  }

  @Test
  void narrowTerminal_cutsTheLastColumnFirst() {
    TextTable textTable = new TextTable("ID", "TEXT");
    textTable.add("job/0123456789", "a rather long message");

    assertThat(printed(textTable, 26))
        .isEqualTo("ID              TEXT\njob/0123456789  a rather …\n");
  }

  @Test
  void veryNarrowTerminal_cutsTheWidestColumnToo_butNeverTheFirst() {
    TextTable textTable = new TextTable("ID", "ACTION", "TEXT");
    textTable.add("job/0123456789", "dummy_test_action", "a rather long message");

    assertThat(printed(textTable, 32))
        .isEqualTo("ID              ACTION    TEXT\njob/0123456789  dummy_t…  a rat…\n");
  }

  @Test
  void tooNarrowTerminal_leavesOutTheLastColumns() {
    TextTable textTable = new TextTable("ID", "ACTION", "TEXT");
    textTable.add("job/0123456789", "dummy_test_action", "a rather long message");

    assertThat(printed(textTable, 24))
        .isEqualTo("ID              ACTION\njob/0123456789  dummy_t…\n");
    assertThat(printed(textTable, 5)).isEqualTo("ID\njob/0123456789\n");
  }

  @Test
  void colours_doNotCount() {
    TextTable textTable = new TextTable("STATE", "X");
    textTable.add(new TerminalStyle(true).state("FAILED"), "1");

    assertThat(printed(textTable, 80)).isEqualTo("STATE   X\n\u001b[31mFAILED\u001b[0m  1\n");
  }

  private static String printed(TextTable textTable, int width) {
    StringWriter text = new StringWriter();
    textTable.print(new PrintWriter(text), width);
    return text.toString().replace("\r", "");
  }
}
