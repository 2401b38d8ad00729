// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.error.InvalidInputException;
import dev.baton.service.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DatabaseFileModeTest {

  @TempDir Path folder;

  private String modeAfterOpening() throws IOException {
    String url = "jdbc:h2:file:" + folder.resolve("baton");
    try (JdbcBackend backend =
        JdbcBackend.open(new JdbcBackend.Options(url, null, null, 4), Clock.system())) {
      backend.check();
      return mode();
    }
  }

  private String mode() throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(folder.resolve("baton.mv.db")));
  }

  @Test
  void open_databaseFile_isReadableByItsOwnerOnly() throws IOException {
    assertThat(modeAfterOpening()).isEqualTo("rw-------");
    assertThat(mode()).isEqualTo("rw-------");
    Files.setPosixFilePermissions(
        folder.resolve("baton.mv.db"), PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(modeAfterOpening()).isEqualTo("rw-------");
  }

  /** H2's own error file would contain the values, and all users could read it. */
  @Test
  void refusedValue_isWrittenToNoFileBesideTheDatabase() throws IOException {
    String url = "jdbc:h2:file:" + folder.resolve("baton");
    try (JdbcBackend backend =
        JdbcBackend.open(new JdbcBackend.Options(url, null, null, 4), Clock.system())) {
      assertThatThrownBy(() -> backend.board().join("x".repeat(300), Duration.ofMinutes(1)))
          .isInstanceOf(InvalidInputException.class);
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files).containsExactly(folder.resolve("baton.mv.db"));
      }
    }
  }
}
