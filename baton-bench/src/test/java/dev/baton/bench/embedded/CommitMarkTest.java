// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a database with fewer commits than its mark is refused. */
final class CommitMarkTest {

  @TempDir Path folder;

  private void mark(long commits) throws Exception {
    try (CommitMark mark = CommitMark.open(folder.resolve("mark"), () -> commits)) {
      mark.write(commits);
    }
  }

  @Test
  void databaseWithFewerCommits_isRefused() throws Exception {
    mark(7);
    assertThatThrownBy(() -> mark(6))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("has lost commits: it has 6")
        .hasMessageContaining("has 7");
    assertThatCode(() -> mark(7)).doesNotThrowAnyException();
    assertThatCode(() -> mark(8)).doesNotThrowAnyException();
  }

  @Test
  void incompleteMark_allowsAnyDatabase() throws Exception {
    mark(7);
    Path file = folder.resolve("mark");
    byte[] bytes = Files.readAllBytes(file);
    bytes[7]++;
    Files.write(file, bytes);
    assertThatCode(() -> mark(1)).doesNotThrowAnyException();
    Files.write(file, new byte[3]);
    assertThatCode(() -> mark(1)).doesNotThrowAnyException();
  }

  @Test
  void databaseWithoutItsLog_isRefused() throws Exception {
    Path copy = Files.createDirectory(folder.resolve("copy"));
    SqliteStore sqlite = new SqliteStore(true);
    try (OpenStore store = sqlite.open(folder)) {
      SpeedCheck.post(store, 0, 100, 10);
      for (Path file : sqlite.files(folder)) {
        if (!file.toString().endsWith("-wal")) {
          Files.copy(file, copy.resolve(file.getFileName()));
        }
      }
    }
    assertThat(copy.resolve("baton.db-mark")).exists();
    assertThatThrownBy(() -> sqlite.open(copy))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("has lost commits");
  }
}
