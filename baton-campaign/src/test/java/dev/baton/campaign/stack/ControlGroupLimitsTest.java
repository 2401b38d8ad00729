// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.baton.campaign.stack.ControlGroupLimits.Controller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ControlGroupLimitsTest {

  @TempDir Path folder;
  private final String name = "baton-campaign-test-" + ProcessHandle.current().pid();
  private final ControlGroupLimits groups = new ControlGroupLimits(name);
  private ManagedProcess process;

  @BeforeEach
  void start() {
    process = new ManagedProcess("sleep", List.of("sleep", "600"), Map.of(), folder);
    process.start();
  }

  @AfterEach
  void end() {
    groups.close();
    process.kill();
  }

  private String groupsOfProcess() throws IOException {
    return Files.readString(Path.of("/proc", "" + process.pid(), "cgroup"));
  }

  @Test
  void process_thatWasLimited_returnsToWhereItCameFrom() throws IOException {
    assumeTrue(groups.isPossible(Controller.CPU) && groups.isPossible(Controller.MEMORY));
    String before = groupsOfProcess();
    groups.throttle(process.pid(), 30);
    groups.limitMemory(process.pid(), 1 << 20);
    assertThat(groupsOfProcess()).contains(name);
    groups.unlimit(Controller.CPU);
    groups.unlimit(Controller.MEMORY);
    assertThat(groupsOfProcess()).isEqualTo(before);
  }

  @Test
  void campaign_thatIsOver_leavesNoGroupAndMakesNone() throws IOException {
    assumeTrue(groups.isPossible(Controller.CPU));
    String before = groupsOfProcess();
    groups.throttle(process.pid(), 30);
    groups.close();
    assertThat(groupsOfProcess()).isEqualTo(before);
    assertThatThrownBy(() -> groups.throttle(process.pid(), 30)).hasMessage("the campaign is over");
  }

  @Test
  void group_thatIsThere_isNotUsed() {
    assumeTrue(groups.isPossible(Controller.CPU));
    groups.throttle(process.pid(), 30);
    ControlGroupLimits stranger = new ControlGroupLimits(name);
    assertThatThrownBy(() -> stranger.throttle(process.pid(), 30))
        .hasMessageEndingWith("cannot be made");
  }

  @Test
  void limits_ofVersion2_areWrittenToItsFiles() throws IOException {
    Path root = Files.createDirectory(folder.resolve("cgroup"));
    Files.writeString(root.resolve("cgroup.controllers"), "cpu memory\n");
    Files.writeString(root.resolve("cgroup.subtree_control"), "cpu\n");
    ControlGroupLimits unified = new ControlGroupLimits(root, name);
    assertThat(unified.isPossible(Controller.CPU)).isTrue();
    assertThat(unified.isPossible(Controller.MEMORY)).isFalse();
    unified.throttle(process.pid(), 30);
    assertThat(root.resolve(name).resolve("cpu.max")).hasContent("3000 100000");
    assertThat(root.resolve(name).resolve("cgroup.procs")).hasContent("" + process.pid());
  }
}
