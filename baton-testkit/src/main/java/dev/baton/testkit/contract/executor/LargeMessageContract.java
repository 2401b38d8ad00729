// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.contract.executor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.job.Job;
import dev.baton.job.JobState;
import dev.baton.job.JobStatus;
import dev.baton.plugin.Action;
import dev.baton.plugin.Catalogue;
import dev.baton.plugin.JobFailedException;
import dev.baton.plugin.Plugin;
import dev.baton.plugin.Registry;
import dev.baton.testkit.backend.BackendTestSetup;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The contract of actions that report more text than a job keeps or a request may contain, with an
 * executor on a real backend. The clock of the fixture must be the system clock.
 */
public abstract class LargeMessageContract extends BackendTestSetup {

  private static final Duration TIMEOUT = Duration.ofMinutes(4);

  /**
   * A number of characters of three bytes each; together they exceed the size limit of a request to
   * a server.
   */
  private static final int LENGTH = 6_000_000;

  private static final String BEGIN = "begin";

  private record NoParameters() {}

  private TestExecutors setup;

  @BeforeEach
  final void openSetup() {
    setup = new TestExecutors(backend(), Catalogue.of(List.of(new Actions())), fixture().clock());
    setup.startExecutor(fixture().executorView(backend()), 1);
  }

  @AfterEach
  final void closeSetup() {
    setup.close();
  }

  private static String large() {
    return BEGIN + "\u20ac".repeat(LENGTH);
  }

  private static final class Actions implements Plugin {
    @Override
    public void register(Registry registry) {
      action(registry, "message", (job, noParameters) -> job.message(large()));
      action(
          registry,
          "message_and_line",
          (job, noParameters) -> {
            job.message(large());
            job.progress(7);
            job.log("x".repeat(LENGTH));
          });
      action(
          registry,
          "fail",
          (job, noParameters) -> {
            throw new JobFailedException(3, large());
          });
      action(
          registry,
          "throw",
          (job, noParameters) -> {
            throw new IllegalStateException(large());
          });
    }

    private static void action(Registry registry, String name, Action<NoParameters> action) {
      registry.action(name, NoParameters.class, action);
    }
  }

  private Job run(String action) {
    Job job = setup.awaitFinal(setup.post(action), TIMEOUT);
    assertThat(job.status().statusMessage())
        .contains(BEGIN)
        .hasSizeLessThan(2 * JobStatus.MAX_MESSAGE_LENGTH);
    return job;
  }

  @Test
  protected void message_thatIsLarge_isCutAndLeavesASuccess() {
    assertThat(run("message").state()).isEqualTo(JobState.SUCCESS);
  }

  @Test
  protected void messageAndLine_thatAreLarge_leaveASuccess() {
    assertThat(run("message_and_line").state()).isEqualTo(JobState.SUCCESS);
  }

  @Test
  protected void failure_withALargeMessage_keepsItsReturnCode() {
    Job job = run("fail");
    assertThat(job.state()).isEqualTo(JobState.FAILED);
    assertThat(job.status().returnCode()).isEqualTo(3);
  }

  @Test
  protected void exception_withALargeMessage_isCut() {
    assertThat(run("throw").state()).isEqualTo(JobState.FAILED);
  }
}
