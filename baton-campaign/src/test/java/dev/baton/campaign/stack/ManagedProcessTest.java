// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ManagedProcessTest {

  private static final Duration SOON = Duration.ofMinutes(4);

  @TempDir Path folder;
  private ManagedProcess process;

  @AfterEach
  void end() {
    process.kill();
  }

  private void start(String script) {
    process = new ManagedProcess("shell", List.of("sh", "-c", script), Map.of(), folder);
    process.start();
  }

  @Test
  void process_thatEndsByItself_isMissing() {
    start("exit 3");
    assertThat(Polling.until(SOON, process::isMissing)).isTrue();
    assertThat(process.exitCode()).isEqualTo(3);
  }

  @Test
  void process_thatIsStopped_isNotMissing() {
    start("echo up; exec sleep 600");
    assertThat(Polling.until(SOON, () -> process.hasPrinted("up"))).isTrue();
    assertThat(process.stop("TERM", SOON)).isTrue();
    assertThat(process.isMissing()).isFalse();
  }

  @Test
  void output_ofAnEarlierStart_doesNotCount() {
    start("echo up; exec sleep 600");
    assertThat(Polling.until(SOON, () -> process.hasPrinted("up"))).isTrue();
    process.killAlone();
    process = new ManagedProcess("shell", List.of("sleep", "600"), Map.of(), folder);
    process.start();
    assertThat(process.hasPrinted("up")).isFalse();
  }

  @Test
  void process_thatIsKilled_takesItsChildrenWithIt() {
    start("sleep 600 & echo up; wait");
    assertThat(Polling.until(SOON, () -> process.pids().size() == 2)).isTrue();
    List<Long> pids = process.pids();
    process.kill();
    assertThat(Polling.until(SOON, () -> pids.stream().noneMatch(ManagedProcessTest::isAlive)))
        .isTrue();
  }

  @Test
  void process_thatIsKilledWhileItStartsChildren_leavesNone() {
    // The number of seconds marks the children of this test, also after the end of their parent.
    String mark = "600." + ProcessHandle.current().pid();
    start("i=0; while [ $i -lt 1000 ]; do sleep " + mark + " & i=$((i+1)); done; wait");
    assertThat(Polling.until(SOON, () -> process.pids().size() > 20)).isTrue();
    process.kill();
    boolean areGone = Polling.until(Duration.ofSeconds(20), () -> sleepers(mark).isEmpty());
    sleepers(mark).forEach(ProcessHandle::destroyForcibly);
    assertThat(areGone).isTrue();
  }

  private static List<ProcessHandle> sleepers(String mark) {
    return ProcessHandle.allProcesses()
        .filter(each -> each.info().commandLine().orElse("").endsWith("sleep " + mark))
        .toList();
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }
}
