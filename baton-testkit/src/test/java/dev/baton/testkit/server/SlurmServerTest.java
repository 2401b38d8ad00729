// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("integration")
final class SlurmServerTest {

  @Test
  void close_afterItsControllerWasKilled_leavesNoProcessMountOrFile() throws IOException {
    SlurmServer server = SlurmServer.started();
    Path folder = server.configuration().getParent();
    List<ProcessHandle> all = ProcessTree.withCommandLine(folder + "/");
    server.killController();
    server.startController();
    assertThat(server.output("sinfo", "--noheader", "--format=%P")).contains("main*");
    server.close();
    server.close();
    assertThat(all).hasSizeGreaterThan(4).noneMatch(ProcessHandle::isAlive);
    assertThat(folder).doesNotExist();
    assertThat(Path.of(folder + ".lock")).doesNotExist();
    assertThat(Files.readString(Path.of("/proc/self/mounts"))).doesNotContain(folder.toString());
  }
}
