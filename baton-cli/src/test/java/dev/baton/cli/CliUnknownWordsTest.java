// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cli.TestBaton.Result;
import dev.baton.console.ExitCode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests unknown words in searches of the command line. */
final class CliUnknownWordsTest {

  @TempDir static Path folder;
  private static TestBaton baton;

  @BeforeAll
  static void start() {
    baton = new TestBaton(folder);
    baton.run("post", "dummy_test_action", "--not-before", "1h");
  }

  @AfterAll
  static void stop() {
    baton.close();
  }

  @Test
  void attribute_thatIsMistyped_isRefusedWithASuggestion() {
    refused("'state'", "job", "list", "--filter", "sttate='FAILED'");
    refused("'created'", "job", "list", "--orderby", "craeted:desc");
    refused("'action'", "job", "list", "--select", "id,actoin");
    refused("'state'", "job", "list", "--aggregation", "terms:sttate");
    refused("'state'", "show", "--filter", "sttate='FAILED'");
    refused("'state'", "job", "cancel", "--filter", "sttate!='FAILED'", "--dry-run");
    refused("'state'", "job", "delete", "--filter", "sttate!='FAILED'", "--yes");
  }

  @Test
  void state_thatIsNone_isRefusedInAFilter() {
    refused("'FAILED'", "job", "list", "--filter", "state='FAILD'");
  }

  @Test
  void window_beyondTheEnd_isRefused() {
    Result jobs = baton.run("job", "list", "--first", "100");
    Result board = baton.run("board", "list", "--first", "100", "--last", "110");

    assertThat(jobs.code()).isEqualTo(ExitCode.USAGE);
    assertThat(jobs.err()).startsWith("baton: first is 100, but 1 jobs match; expected 1 to 1");
    assertThat(board.code()).isEqualTo(ExitCode.USAGE);
    assertThat(board.err()).contains("beyond the end of the board");
  }

  private static void refused(String suggestion, String... command) {
    Result result = baton.run(command);

    assertThat(result.code()).as(String.join(" ", command)).isEqualTo(ExitCode.USAGE);
    assertThat(result.err()).contains("did you mean " + suggestion + "?");
  }

  @Test
  void direction_thatIsNone_isRefusedWithThoseThatAre() {
    Result result = baton.run("job", "list", "--orderby", "created:dsc");

    assertThat(result.code()).isEqualTo(ExitCode.USAGE);
    assertThat(result.err())
        .isEqualTo("baton: orderby has the direction ':dsc'; allowed: :asc, :desc\n");
    assertThat(baton.run("job", "list", "--orderby", "created:asc,priority:desc").code()).isZero();
  }
}
