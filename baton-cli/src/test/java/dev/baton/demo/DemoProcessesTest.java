// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.config.UserFolders;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoProcessesTest {

  @TempDir Path folder;

  @Test
  void environment_ofAProcess_keepsEverythingInTheFolder() {
    Map<String, String> environment =
        new HashMap<>(Map.of("HOME", "/home/anna", "BATON_DATA", "/data"));

    DemoProcesses.confine(environment, folder);

    UserFolders userFolders = UserFolders.of(environment);
    assertThat(environment).doesNotContainKey("BATON_DATA");
    assertThat(List.of(userFolders.data(), userFolders.state(), userFolders.config()))
        .allMatch(each -> each.startsWith(folder));
  }
}
