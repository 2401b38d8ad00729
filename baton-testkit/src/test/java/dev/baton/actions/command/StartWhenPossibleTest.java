// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.baton.access.Acl;
import dev.baton.access.Caller;
import dev.baton.actions.processengine.ProgramLookup;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.jobservice.JobService;
import dev.baton.memory.InMemoryBackend;
import dev.baton.plugin.HandedOverException;
import dev.baton.plugin.JobFailedException;
import dev.baton.service.Clock;
import dev.baton.service.Threads;
import dev.baton.testkit.clock.ManualClock;
import dev.baton.testkit.job.RecordingRun;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests commands that cannot start because their executor lacks a resource that a process needs.
 */
@Timeout(60)
final class StartWhenPossibleTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String LACK =
      "waits until an executor can start the command: this executor has too many open files";

  private final ManualClock clock = new ManualClock();
  private final RecordingRun run = newRun();

  private RecordingRun newRun() {
    Job job =
        Job.posted(
            JobId.named("command"),
            JobSpec.of("run_command"),
            Acl.ownedBy("user/a"),
            clock.now(),
            "user/a");
    JobService jobService =
        new JobService(new InMemoryBackend(clock).jobs(), (each, by) -> each, clock);
    return RecordingRun.of(job, jobService.forCaller(Caller.internal()));
  }

  private void runWith(Clock ofRun, CommandProcess.Starter starter) throws Exception {
    try (RunCommand action = new RunCommand(ofRun, starter)) {
      action.run(run, new RunCommand.Options(List.of("echo", "x"), Map.of(), null, null, "input"));
    }
  }

  /** The messages of Java 17 to 21, and of Java 25. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "error=24, Too many open files",
        "Bad file descriptor, error: 24 (Too many open files) \nPossible reasons:\n  - …",
        "error=23, Too many open files in system",
        "error=11, Resource temporarily unavailable",
        "Exec failed, error: 12 (Cannot allocate memory) "
      })
  void start_whileTheExecutorLacksResources_isTriedAgain(String error) throws Exception {
    AtomicInteger failures = new AtomicInteger();
    runWith(
        Clock.system(),
        builder -> {
          if (failures.incrementAndGet() <= 2) {
            throw cannotRun(error);
          }
          return builder.start();
        });

    assertThat(failures).hasValue(3);
    assertThat(run.lines("stdout")).containsExactly("x");
    assertThat(run.lastMessage()).isEqualTo("the command was started");
  }

  @Test
  void start_whenTheExecutorLacksResourcesForLong_isLeftToAnotherExecutor() {
    assertThatExceptionOfType(HandedOverException.class)
        .isThrownBy(() ->
            runWith(
                clock,
                builder -> {
                  clock.advance(StartWhenPossible.WAIT_LIMIT);
                  throw cannotRun("error=24, Too many open files");
                }));

    assertThat(run.lastMessage()).isEqualTo(LACK);
  }

  @Test
  void wait_whenTheExecutorStops_isHandedOver() {
    assertThatExceptionOfType(HandedOverException.class)
        .isThrownBy(() ->
            runWith(
                clock,
                builder -> {
                  run.requestStop();
                  throw cannotRun("error=24, Too many open files");
                }));
  }

  @Test
  void wait_whenInterrupted_ends() throws Exception {
    AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    Thread thread =
        Threads.virtual(
            "test-command",
            () -> {
              try {
                runWith(
                    clock,
                    builder -> {
                      throw cannotRun("error=24, Too many open files");
                    });
              } catch (Exception e) {
                thrown.set(e);
              }
            });
    thread.start();
    await().atMost(LONG).until(() -> LACK.equals(run.lastMessage()));

    thread.interrupt();

    assertThat(thread.join(LONG)).isTrue();
    assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"error=13, Permission denied", "error=8, Exec format error"})
  void start_thatCanNeverSucceed_fails(String error) {
    assertThatExceptionOfType(JobFailedException.class)
        .isThrownBy(() ->
            runWith(
                clock,
                builder -> {
                  throw cannotRun(error);
                }))
        .withMessage("command 'echo' cannot be started: " + cannotRun(error).getMessage());
  }

  @Test
  void lack_isNotReadFromTheNamesOfFolders() {
    IOException e =
        new IOException("Cannot run program \"a\" (in directory \"/error=24\"): error=13, no");
    e.initCause(new IOException("error=13, no"));
    assertThat(ProgramLookup.missingResource(e)).isEmpty();
  }

  @Test
  void input_thatIsNoText_fails() {
    RunCommand.Options options =
        new RunCommand.Options(List.of("cat"), Map.of(), null, null, "\ud800");
    assertThatExceptionOfType(JobFailedException.class)
        .isThrownBy(() -> new RunCommand(clock).run(run, options));
  }

  /** Returns an exception in the form that {@code ProcessBuilder} throws. */
  private static IOException cannotRun(String error) {
    return new IOException(
        "Cannot run program \"/usr/bin/setsid\": " + error, new IOException(error));
  }
}
