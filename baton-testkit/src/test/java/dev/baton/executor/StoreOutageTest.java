// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.baton.error.UnavailableException;
import dev.baton.job.Job;
import dev.baton.job.JobEvent;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests calls of a running action to a store that does not answer. */
final class StoreOutageTest {

  private final InMemoryExecutors inMemoryExecutors = new InMemoryExecutors();
  private final FaultInjector faultInjector = new FaultInjector();

  @AfterEach
  void close() {
    faultInjector.restore();
    inMemoryExecutors.close();
  }

  static Stream<Named<InMemoryExecutors.ActionBody>> questions() {
    return Stream.of(
        Named.of("signals", run -> run.signals()),
        Named.of("its own log", run -> run.loggedUpTo("output")),
        Named.of(
            "wrapped",
            run -> {
              try {
                run.signals();
              } catch (UnavailableException e) {
                throw new IllegalStateException("no signals", e);
              }
            }));
  }

  @ParameterizedTest
  @MethodSource("questions")
  void job_whenItsActionEndsBecauseTheStoreDoesNotAnswer_isAbandonedAndRunAgain(
      InMemoryExecutors.ActionBody question) {
    inMemoryExecutors.action(
        "act",
        run -> {
          if (run.attempt() == 1) {
            faultInjector.cut();
            question.run(run);
          }
        });
    inMemoryExecutors.start(InMemoryExecutors.options("e1"), faultInjector, ExecutorListener.NONE);
    JobId id = inMemoryExecutors.post("act");
    await().until(() -> faultInjector.refusals() > 0);
    faultInjector.restore();

    Job job = inMemoryExecutors.awaitFinal(id);

    assertThat(job.state()).isEqualTo(JobState.SUCCESS);
    assertThat(job.status().failures()).isZero();
    assertThat(inMemoryExecutors.events(id)).contains(JobEvent.Kind.RESUMED);
  }

  @Test
  void job_whenItsActionThrowsAnOutageOfSomethingElse_fails() {
    inMemoryExecutors.action(
        "act",
        run -> {
          throw new UnavailableException("another service does not answer");
        });
    inMemoryExecutors.start(InMemoryExecutors.options("e1"));

    Job job = inMemoryExecutors.awaitFinal(inMemoryExecutors.post("act"));

    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(inMemoryExecutors.events(job.id()))
        .isEqualTo(List.of(JobEvent.Kind.POSTED, JobEvent.Kind.STARTED, JobEvent.Kind.ENDED));
  }
}
