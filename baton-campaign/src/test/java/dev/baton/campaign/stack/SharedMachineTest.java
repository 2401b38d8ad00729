// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SharedMachineTest {

  @TempDir Path folder;

  @Test
  void ports_ofTwoCampaigns_areDifferent() {
    PortBlock one = PortBlock.claim();
    PortBlock other = PortBlock.claim();
    Set<Integer> ports = new HashSet<>();
    for (int i = 0; i < 20; i++) {
      assertThat(ports.add(one.take())).isTrue();
      assertThat(ports.add(other.take())).isTrue();
    }
    assertThat(ports).allMatch(port -> port > 12_000 && port < 32_768);
  }

  @Test
  void disk_ofSizeZero_isAFolderThatCannotBeFilled() {
    PrintStream screen = System.out;
    try (CampaignLog log = new CampaignLog(folder.resolve("events.log"), screen);
        CleanUp cleanUp = new CleanUp(log)) {
      SmallDisk disk = SmallDisk.create(folder.resolve("disk"), 0, cleanUp);
      assertThat(disk.isFillable()).isFalse();
      assertThat(disk.folder()).isDirectory();
      assertThatThrownBy(disk::fill).hasMessageContaining("no file system of its own");
    }
  }
}
