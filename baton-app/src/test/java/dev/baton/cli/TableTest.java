// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class TableTest {

  @Test
  void wideTerminal_showsEverything() {
    Table table = new Table("ID", "TEXT");
    table.add("1", "one\ntwo");
    table.add("22", "x");

    assertThat(printed(table, Integer.MAX_VALUE)).isEqualTo("ID  TEXT\n1   one two\n22  x\n");
  }

  @Test
  void narrowTerminal_cutsTheLastColumnFirst() {
    Table table = new Table("ID", "TEXT");
    table.add("job/0123456789", "a rather long message");

    assertThat(printed(table, 26)).isEqualTo("ID              TEXT\njob/0123456789  a rather …\n");
  }

  @Test
  void veryNarrowTerminal_cutsTheWidestColumnToo_butNeverTheFirst() {
    Table table = new Table("ID", "ACTION", "TEXT");
    table.add("job/0123456789", "dummy_test_action", "a rather long message");

    assertThat(printed(table, 32))
        .isEqualTo("ID              ACTION    TEXT\njob/0123456789  dummy_t…  a rat…\n");
  }

  @Test
  void tooNarrowTerminal_leavesOutTheLastColumns() {
    Table table = new Table("ID", "ACTION", "TEXT");
    table.add("job/0123456789", "dummy_test_action", "a rather long message");

    assertThat(printed(table, 24)).isEqualTo("ID              ACTION\njob/0123456789  dummy_t…\n");
    assertThat(printed(table, 5)).isEqualTo("ID\njob/0123456789\n");
  }

  @Test
  void colours_doNotCount() {
    Table table = new Table("STATE", "X");
    table.add(new Style(true).state("FAILED"), "1");

    assertThat(printed(table, 80)).isEqualTo("STATE   X\n\u001b[31mFAILED\u001b[0m  1\n");
  }

  private static String printed(Table table, int width) {
    StringWriter text = new StringWriter();
    table.print(new PrintWriter(text), width);
    return text.toString().replace("\r", "");
  }
}
