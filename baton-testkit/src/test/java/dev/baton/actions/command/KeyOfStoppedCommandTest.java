// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.access.Caller;
import dev.baton.actions.BuiltinPlugin;
import dev.baton.executor.Executor;
import dev.baton.executor.ExecutorListener;
import dev.baton.executor.ExecutorOptions;
import dev.baton.executor.ExecutorPorts;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.Jobs;
import dev.baton.job.PostResult;
import dev.baton.jobservice.JobService;
import dev.baton.memory.InMemoryBackend;
import dev.baton.plugin.Catalogue;
import dev.baton.service.Clock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests when the unique key of a canceled command becomes free, with a real program that ignores
 * TERM.
 */
final class KeyOfStoppedCommandTest {

  private static final Duration TIMEOUT = Duration.ofMinutes(4);
  @TempDir Path folder;

  private final InMemoryBackend backend = new InMemoryBackend(Clock.system());
  private final BuiltinPlugin plugin = new BuiltinPlugin(backend.board(), Clock.system());
  private final Catalogue catalogue = Catalogue.of(List.of(plugin));
  private final JobService jobService = new JobService(backend.jobs(), catalogue, Clock.system());
  private final Executor executor =
      Executor.create(
          ExecutorOptions.named("e1"),
          new ExecutorPorts(
              backend.board(),
              backend.jobs(),
              backend.log(),
              backend.history(),
              backend.memberRegistry(),
              null),
          catalogue,
          jobService,
          ExecutorListener.NONE,
          Clock.system());

  @BeforeEach
  void start() {
    executor.start();
  }

  @AfterEach
  void stop() {
    executor.stop();
    plugin.close();
    backend.close();
  }

  @Test
  void cancel_whileTheProgramIgnoresTerm_keepsTheKeyUntilItIsGone() throws Exception {
    Path file = folder.resolve("pid");
    JobSpec spec =
        JobSpec.builder("run_command").payload(ignoringStop(file)).uniqueKey("k").build();
    Jobs jobs = jobService.forCaller(Caller.internal());
    JobId first = jobs.post(spec).id();
    await().atMost(TIMEOUT).until(() -> Files.exists(file) && !Files.readString(file).isBlank());
    long pid = Long.parseLong(Files.readString(file).strip());

    jobs.cancel(first);

    JobSpec second = JobSpec.builder("dummy_test_action").uniqueKey("k").build();
    assertThat(jobs.post(second)).isEqualTo(new PostResult(first, false));
    await().atMost(TIMEOUT).until(() -> jobs.post(second).isNew());
    // The program has already received KILL and executes nothing more, but may take a moment to
    // disappear.
    await().atMost(Duration.ofSeconds(2)).until(() -> !isAlive(pid));
  }

  /** Returns a command that writes its process id to a file and ends only on KILL. */
  private static String ignoringStop(Path file) {
    String script = "trap '' TERM; echo $$ > " + file + "; while :; do sleep 0.1; done";
    return "{\"command\":[\"sh\",\"-c\",\"" + script + "\"]}";
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }
}
