// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ManualPageTest {

  private static final Map<String, String> NOWHERE = Map.of("HOME", "/nonexistent");

  @TempDir Path folder;

  @Test
  void page_ofACommand_hasItsHelp() {
    TestBaton.Result page = TestBaton.runIn(NOWHERE, "", "manual", "executor");
    assertThat(page.code()).isZero();
    assertThat(page.out())
        .startsWith(".TH \"BATON-EXECUTOR\" 1")
        .contains(
            ".SH NAME\nbaton\\-executor \\- Run an executor; list executors\n",
            "\\-\\-session\\-file",
            "Examples:",
            ".BR baton\\-executor\\-release (1)");
  }

  @Test
  void page_ofAnUnknownCommand_isRefused() {
    TestBaton.Result page = TestBaton.runIn(NOWHERE, "", "manual", "job", "fly");
    assertThat(page.code()).isEqualTo(2);
    assertThat(page.err()).contains("there is no command 'job fly'; 'baton job --help' lists");
  }

  @Test
  void all_writesAPageForEachCommand() throws IOException {
    Path pages = folder.resolve("man1");
    assertThat(TestBaton.runIn(NOWHERE, "", "manual", "--all", pages.toString()).code()).isZero();
    List<String> names;
    try (Stream<Path> files = Files.list(pages)) {
      names = files.map(file -> file.getFileName().toString()).toList();
    }
    assertThat(names).contains("baton.1", "baton-server.1", "baton-job-list.1", "baton-manual.1");
    for (String name : names) {
      assertThat(Files.readString(pages.resolve(name))).as(name).doesNotContain("%n", "\u001b");
    }
  }
}
