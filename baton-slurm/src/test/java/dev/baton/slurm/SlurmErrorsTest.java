// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.UnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests with texts that Slurm's commands and daemons print. */
final class SlurmErrorsTest {

  private static SlurmCommands.CommandResult failed(String errors) {
    return new SlurmCommands.CommandResult(1, "", errors);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sbatch: error: Batch job submission failed: Unable to contact slurm controller (connect"
            + " failure)",
        "slurm_load_jobs error: Socket timed out on send/recv operation",
        "sbatch: error: Batch job submission failed: Zero Bytes were transmitted or received",
        "scancel: error: Kill job error on job id 7: Protocol authentication error"
      })
  void failure_thatPasses_isUnavailable(String text) {
    assertThat(SlurmErrors.of("submit it", failed(text))).isInstanceOf(UnavailableException.class);
  }

  @Test
  void failure_thatStays_isRefusedOrForbidden() {
    assertThat(
            SlurmErrors.of(
                "cancel it",
                failed("scancel: error: Kill job error on job id 7: Access/permission denied")))
        .isInstanceOf(ForbiddenException.class)
        .hasMessage("cannot cancel it: Kill job error on job id 7: Access/permission denied");
    assertThat(
            SlurmErrors.of(
                "submit it",
                failed(
                    "sbatch: error: Batch job submission failed: Invalid job array"
                        + " specification")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("MaxArraySize");
  }

  @Test
  void accounting_thatIsDisabled_isRecognised() {
    assertThat(SlurmErrors.isWithoutAccounting(failed("Slurm accounting storage is disabled\n")))
        .isTrue();
    assertThat(
            SlurmErrors.isWithoutAccounting(
                failed(
                    "sacct: error: slurm_persist_conn_open_without_init: failed to open"
                        + " persistent connection to host:localhost:6819: Connection refused")))
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "slurmstepd: error: Job 7 exceeded memory limit (2064 > 1024), being killed",
        "slurmstepd: error: StepId=7.batch exceeded memory limit (2064 > 1024), being killed",
        "slurmstepd: error: Detected 1 oom-kill event(s) in StepId=7.batch. Some of the step tasks"
            + " have been OOM Killed.",
        "slurmstepd: error: Detected 1 oom_kill event in StepId=7.batch."
      })
  void end_becauseOfMemory_isRecognised(String messages) {
    assertThat(SlurmErrors.isOutOfMemory(messages)).isTrue();
    assertThat(SlurmErrors.isOutOfMemory("slurmstepd: error: *** JOB 7 ON n1 CANCELLED ***"))
        .isFalse();
  }
}
