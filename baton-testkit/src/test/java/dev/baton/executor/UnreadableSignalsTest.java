// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.flow.Flow;
import dev.baton.flow.Task;
import dev.baton.job.JobId;
import dev.baton.job.JobState;
import dev.baton.plugin.JobRun;
import dev.baton.plugin.StopHandler;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Tests what happens to a signal whose job the store does not show to the executor. The store of a
 * remote executor forbids to read a job that the executor no longer holds.
 */
final class UnreadableSignalsTest {

  private final InMemoryExecutors inMemoryExecutors = new InMemoryExecutors();
  private final FaultInjector faultInjector = new FaultInjector();
  private final CountDownLatch started = new CountDownLatch(1);

  @AfterEach
  void close() {
    inMemoryExecutors.close();
  }

  @Test
  void cancel_ofAnActionWhoseSignalsCannotBeReadAtFirst_isHandledLater() throws Exception {
    inMemoryExecutors.action("act", this::runUntilCanceled, settings -> settings.handlesCancel());
    assertCanceledAfterForbiddenReads();
  }

  @Test
  void cancel_ofAFlowWhoseSignalsCannotBeReadAtFirst_isHandledLater() throws Exception {
    Flow flow =
        Flow.linear("f")
            .add(
                Task.named("a")
                    .run(t -> {
                      started.countDown();
                      new CountDownLatch(1).await();
                    }));
    inMemoryExecutors.register(registry ->
        registry.flow("act", InMemoryExecutors.NoParameters.class, noParameters -> flow));
    assertCanceledAfterForbiddenReads();
  }

  private void assertCanceledAfterForbiddenReads() throws InterruptedException {
    inMemoryExecutors.start(InMemoryExecutors.options("e1"), faultInjector, ExecutorListener.NONE);
    JobId id = inMemoryExecutors.post("act");
    started.await();
    faultInjector.forbidReads(1);
    inMemoryExecutors.jobs().cancelAndRevert(id);

    // Fails also if any thread ends with an exception while this waits.
    assertThat(inMemoryExecutors.awaitFinal(id).state()).isEqualTo(JobState.CANCELED);
    assertThat(faultInjector.forbiddenReads()).as("forbidden reads left").isZero();
  }

  private void runUntilCanceled(JobRun run) throws InterruptedException {
    CountDownLatch canceled = new CountDownLatch(1);
    run.onStop(
        new StopHandler() {
          @Override
          public void stopRequested() {
            canceled.countDown();
          }

          @Override
          public void timedOut() {
            canceled.countDown();
          }

          @Override
          public void cancelRequested() {
            canceled.countDown();
          }
        });
    started.countDown();
    canceled.await();
    run.endCanceled();
  }
}
