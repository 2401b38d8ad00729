// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckMemoryTest {

  @TempDir Path root;

  @Test
  void machineWithoutFreeMemory_isAFault() throws IOException {
    write("proc/meminfo", "MemTotal:  2000000 kB\nMemFree:  900000 kB\nMemAvailable:  102400 kB\n");
    assertFault("only 100 MiB of memory are free");
  }

  @Test
  void limitOfTheControlGroup_countsWithoutItsCaches() throws IOException {
    write("proc/meminfo", "MemAvailable:  9000000 kB\n");
    write("sys/fs/cgroup/memory.max", "536870912\n");
    write("sys/fs/cgroup/memory.current", "524288000\n");
    write("sys/fs/cgroup/memory.stat", "anon 4096\ninactive_file 104857600\n");
    assertFault("only 112 MiB of memory are free");
    write("sys/fs/cgroup/memory.max", "max\n");
    assertThat(new CheckMemory(root).run())
        .containsExactly(CheckResult.ok("memory", "8789 MiB are free"));
  }

  @Test
  void systemWithoutFigures_isNoFault() {
    assertThat(new CheckMemory(root).run())
        .allMatch(result -> result.severity() == CheckResult.Severity.OK);
  }

  private void assertFault(String text) {
    CheckResult result = new CheckMemory(root).run().getFirst();
    assertThat(result.severity()).isEqualTo(CheckResult.Severity.FAULT);
    assertThat(result.text()).contains(text, "stop other programs");
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
