// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.error.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataFolderTest {

  @TempDir Path folder;

  private Path opened(String mode) throws IOException {
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString(mode));
    return data;
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void open_folderThatExisted_takesItFromOthers() throws IOException {
    Path data = opened("rwxr-xr-x");
    Files.createFile(data.resolve("baton.mv.db"));
    DataFolder.open(data);
    assertThat(mode(data)).isEqualTo("rwx------");
  }

  @Test
  void open_newFolder_isItsOwnersOnly() throws IOException {
    Path data = folder.resolve("a/b");
    DataFolder.open(data);
    assertThat(mode(data)).isEqualTo("rwx------");
  }

  @Test
  void open_sharedFolderWithOtherFiles_isRefusedAndLeftAsItIs() throws IOException {
    Path data = opened("rwxr-xr-x");
    Files.createFile(data.resolve("somebody-elses"));
    assertThatThrownBy(() -> DataFolder.open(data))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("open to other users (mode rwxr-xr-x)")
        .hasMessageContaining("'somebody-elses'")
        .hasMessageContaining("chmod 700");
    assertThat(mode(data)).isEqualTo("rwxr-xr-x");
  }

  @Test
  void open_closedFolderWithOtherFiles_isTaken() throws IOException {
    Path data = opened("rwx------");
    Files.createFile(data.resolve("notes"));
    assertThat(DataFolder.open(data).path()).isEqualTo(data);
  }
}
