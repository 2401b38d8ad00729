// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.cli.TestBaton.Result;
import dev.baton.console.ExitCode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EngineCheckCommandTest {

  @TempDir Path folder;

  @Test
  void check_ofAnEngineThatAllowsAll_listsTheOperations() {
    Result result = check();
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).contains("may       keep jobs in " + folder).contains(": yes");
  }

  @Test
  void check_ofAnEngineThatRefusesSomethingNeeded_saysSoByItsExitCode() {
    Result result = check("--engine-option", "process.cgroup-memory=/nowhere");
    assertThat(result.code()).isEqualTo(ExitCode.FORBIDDEN);
    assertThat(result.out())
        .contains("limit memory by /nowhere: refused: the folder does not exist");
  }

  private Result check(String... more) {
    String[] arguments = new String[4 + more.length];
    System.arraycopy(
        new String[] {"engine", "check", "--data", folder.toString()}, 0, arguments, 0, 4);
    System.arraycopy(more, 0, arguments, 4, more.length);
    return TestBaton.runIn(Map.of("HOME", folder.toString()), "", arguments);
  }
}
