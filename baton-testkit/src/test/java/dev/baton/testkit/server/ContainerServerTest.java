// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("integration")
final class ContainerServerTest {

  @Test
  void docker_killedWhileAContainerRuns_runsItOnAndLeavesNothing() throws IOException {
    try (DockerServer server = DockerServer.started()) {
      killWhileRunning(
          server,
          server.client(
              "run",
              "--detach",
              "--network=none",
              "--name=one",
              DockerServer.IMAGE,
              "sleep",
              "3600"),
          server.client("container", "inspect", "one", "--format={{.State.Status}}"));
      check(server);
    }
  }

  @Test
  void podman_killedWhileAContainerRuns_runsItOnAndLeavesNothing() throws IOException {
    try (PodmanServer server = PodmanServer.started()) {
      killWhileRunning(
          server,
          server.client(
              "run",
              "--detach",
              "--network=none",
              "--name=one",
              PodmanServer.IMAGE,
              "sleep",
              "3600"),
          server.client("container", "inspect", "one", "--format={{.State.Status}}"));
      check(server);
    }
  }

  @Test
  void start_afterATestRunWasKilled_removesWhatItLeft() {
    try (DockerServer left = DockerServer.started()) {
      left.run(left.client("run", "--detach", "--network=none", DockerServer.IMAGE, "sleep", "99"));
      left.write("owner", "1 at no time");
      try (DockerServer next = DockerServer.started()) {
        assertThat(ProcessTree.withCommandLine(left.folder + "/")).isEmpty();
        assertThat(left.folder).doesNotExist();
        next.run(next.probe());
      }
    }
  }

  private static void killWhileRunning(
      ContainerServer server, List<String> run, List<String> inspect) throws IOException {
    server.run(run);
    server.kill();
    server.start();
    Process process = new ProcessBuilder(inspect).start();
    String state = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(state.strip()).isEqualTo("running");
  }

  private static void check(ContainerServer server) throws IOException {
    assertThat(ProcessTree.withCommandLine(server.folder + "/")).isNotEmpty();
    server.close();
    assertThat(ProcessTree.withCommandLine(server.folder + "/")).isEmpty();
    assertThat(server.folder).doesNotExist();
    try (Stream<String> mounts = Files.lines(Path.of("/proc/self/mountinfo"))) {
      assertThat(mounts).noneMatch(mount -> mount.contains(server.folder.toString()));
    }
  }
}
