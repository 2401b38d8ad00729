// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.processengine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests which processes are found and killed when the leader of their session is gone. */
@Timeout(60)
final class KillSessionsTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final long MORE_THAN_ANY_CYCLE = 1L << 40;

  private final List<Process> started = new ArrayList<>();
  private final KillSessions sessions = new KillSessions();
  private final long mark = sessions.mark();

  @AfterEach
  void end() {
    started.forEach(Process::destroyForcibly);
  }

  private Process start(String... words) throws IOException {
    Process process = new ProcessBuilder(words).start();
    started.add(process);
    return process;
  }

  /** Starts a session whose leader ends at once and leaves a process; returns this process. */
  private ProcessHandle leftover(Process leader) throws IOException {
    String number =
        new String(leader.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    return ProcessHandle.of(Long.parseLong(number)).orElseThrow();
  }

  private Process leader() throws IOException {
    return start("setsid", "sh", "-c", "sleep 311 >/dev/null 2>&1 & echo $!");
  }

  @Test
  void numbers_sinceAProcess_containItsChildren() throws Exception {
    Process leader = leader();
    ProcessHandle left = leftover(leader);
    assertThat(ProcessIds.since(0, List.of(leader.pid()), 100_000).boxed())
        .contains(left.pid())
        .doesNotContain(leader.pid());
    left.destroyForcibly();
  }

  @Test
  void numbers_thatMayHaveStartedAgain_areAllProcesses() {
    long self = ProcessHandle.current().pid();
    assertThat(ProcessIds.since(MORE_THAN_ANY_CYCLE, List.of(self), 100_000).boxed())
        .contains(1L, self);
  }

  @Test
  void numbers_thatWouldBeTooMany_areAllProcesses() {
    long self = ProcessHandle.current().pid();
    assertThat(ProcessIds.since(0, List.of(self), 0).boxed()).contains(1L, self);
  }

  @Test
  void created_countsEachProcess() throws Exception {
    CreatedProcesses created = new CreatedProcesses();
    long before = created.before();
    start("true").waitFor();
    assertThat(created.now()).isGreaterThan(before);
    assertThat(created.before()).isBetween(before, created.now());
  }

  @Test
  void add_killsManySessions_andNoOther() throws Exception {
    Process other = start("setsid", "sleep", "312");
    List<Process> leaders = List.of(leader(), leader(), leader());
    List<ProcessHandle> left = new ArrayList<>();
    for (Process leader : leaders) {
      left.add(leftover(leader));
      leader.waitFor();
    }
    CountDownLatch done = new CountDownLatch(leaders.size());
    leaders.forEach(leader -> sessions.add(leader.pid(), mark, done::countDown));

    assertThat(done.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    await().atMost(LONG).until(() -> left.stream().allMatch(KillSessionsTest::isOver));
    assertThat(other.isAlive()).isTrue();
  }

  @Test
  void add_whenTheNumberBelongsToALiveLeader_killsNothing() throws Exception {
    Process reused = start("setsid", "sleep", "313");
    CountDownLatch done = new CountDownLatch(1);
    sessions.add(reused.pid(), mark, done::countDown);

    assertThat(done.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(reused.isAlive()).isTrue();
  }

  /** An orphan that has ended may stay as a zombie if nobody waits for it. */
  private static boolean isOver(ProcessHandle process) {
    return ProcessState.read(process.pid()).map(ProcessState::isOver).orElse(true);
  }
}
