// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.baton.engine.EngineJob;
import dev.baton.engine.EngineOptions;
import dev.baton.engine.EngineStatus;
import dev.baton.error.UnavailableException;
import dev.baton.service.Clock;
import dev.baton.testkit.service.ServiceStress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Starts and stops the services of the Slurm engine in any order. A script answers for Slurm. */
@Isolated("checks the threads of the JVM")
final class SlurmServicesStressTest {

  private static final Clock CLOCK = Clock.system();

  @TempDir private Path folder;
  private SlurmSettings settings;

  @BeforeEach
  void writeProgram() throws IOException {
    Path squeue = Files.writeString(folder.resolve("squeue"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(squeue, PosixFilePermissions.fromString("rwx------"));
    Map<String, String> programs = Map.of("programs", folder.toString());
    settings =
        SlurmSettings.of(
            new EngineOptions("slurm", "test", folder.resolve("jobs"), programs, CLOCK));
  }

  @Nested
  final class SlurmQueueStress extends ServiceStress {
    @Override
    protected int rounds() {
      return 10;
    }

    @Override
    protected Subject create() {
      SlurmQueue queue = new SlurmQueue(new SlurmCommands(settings));
      return new Subject(
          queue,
          () -> assertThat(queue.queue().jobs()).isEmpty(),
          () -> {
            assertThatThrownBy(queue::queue).isInstanceOf(UnavailableException.class);
            assertNoThreads("slurm-queue", "slurm-accounting");
          });
    }
  }

  @Nested
  final class SlurmPollStress extends ServiceStress {
    @Override
    protected Subject create() {
      SlurmCommands commands = new SlurmCommands(settings);
      // Not started, because there are no engine jobs for which Slurm is queried.
      SlurmQueue queue = new SlurmQueue(commands);
      ForgottenSlurmJobs forgottenJobs =
          new ForgottenSlurmJobs(new SubmitEngineJob(commands), CLOCK);
      ReadSlurmJobs jobs =
          new ReadSlurmJobs(new StoredSlurmJobs(settings.folder()), queue, forgottenJobs, CLOCK);
      SlurmPoll poll = new SlurmPoll("slurm", jobs, CLOCK, Duration.ofSeconds(1));
      AtomicInteger events = new AtomicInteger();
      return new Subject(
          poll,
          () -> {
            watch(poll, events);
            await().pollInterval(Duration.ofMillis(5)).until(() -> events.get() > 0);
          },
          () -> {
            watch(poll, events);
            assertThat(poll.isGivenUp()).isTrue();
            assertNoThreads("slurm-poll");
          });
    }

    /** Watches an engine job whose files are gone. */
    private static void watch(SlurmPoll poll, AtomicInteger events) {
      EngineJob gone =
          new EngineJob("gone", "uid", Map.of(), EngineStatus.waiting("submitted"), false);
      poll.watch(event -> events.incrementAndGet(), List.of(gone));
    }
  }
}
