// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.demo;

import dev.baton.console.ExitCode;
import dev.baton.service.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The results of the demo.
 *
 * @param unfinished jobs that exist and are not final; this is no failure, because the time limit
 *     may have been too short
 * @param lost jobs that are missing, or that succeeded without the effect that they should have
 * @param ranTwice jobs that two executors ran at the same time, or that had two effects
 * @param repeated steps of flows that were executed again although they had succeeded
 * @param failed jobs that failed and should have succeeded
 * @param takenOver jobs that the killed executor ran and another executor resumed
 * @param takenOverFromLiveExecutor jobs that were taken over from a live executor, because it got
 *     too little processor time to renew its lease
 * @param handedOver flows that another executor continued from the middle
 * @param reverted flows that failed and whose steps are reverted
 * @param victim the executor that was killed; null if none was killed
 */
record DemoOutcome(
    List<String> unfinished,
    List<String> lost,
    List<String> ranTwice,
    List<String> repeated,
    List<String> failed,
    List<String> takenOver,
    List<String> takenOverFromLiveExecutor,
    List<String> handedOver,
    List<String> reverted,
    @Nullable String victim) {

  static DemoOutcome of(
      DemoJobReport report, DemoFlowReport flows, Set<String> posted, @Nullable String victim) {
    return new DemoOutcome(
        report.unfinished(),
        report.lost(posted),
        report.ranTwice(),
        flows.repeated(),
        report.failedUnexpectedly(),
        report.takenOver(),
        report.takenOverFromLiveExecutor(),
        flows.handedOver(report.takeOvers()),
        flows.reverted(),
        victim);
  }

  /** Whether Baton broke a guarantee. */
  boolean isBroken() {
    return !lost.isEmpty() || !ranTwice.isEmpty() || !repeated.isEmpty() || !failed.isEmpty();
  }

  /** Whether the demo could show everything that it is meant to show. */
  boolean isComplete() {
    return unfinished.isEmpty()
        && !takenOver.isEmpty()
        && !handedOver.isEmpty()
        && reverted.size() == DemoFlows.OF_EACH;
  }

  int exitCode() {
    if (isBroken()) {
      return ExitCode.FAILED;
    }
    return isComplete() ? ExitCode.OK : ExitCode.WAITED_LONG_ENOUGH;
  }

  /** The outcome in one sentence. */
  String sentence(Duration limit) {
    if (isBroken()) {
      return "Baton broke a promise: see the rows lost, double, steps repeated and failed.";
    }
    if (!unfinished.isEmpty()) {
      return unfinished.size()
          + " jobs were not finished in time ("
          + Durations.text(limit)
          + "); none was lost. Give them more time: try again with a longer --at-most.";
    }
    return isComplete()
        ? "Nothing was lost, and nothing was done twice."
        : "Nothing was lost, and nothing was done twice, but the demo could not show everything: "
            + missing()
            + ". Try again when the machine is less busy.";
  }

  /** Returns the reason why no job was taken over. */
  static String noTakeOver(@Nullable String victim) {
    return victim == null ? "no executor was killed" : "from " + victim + ", which was killed";
  }

  private String missing() {
    if (victim == null) {
      return "no executor was killed, because none was seen in the middle of a flow";
    }
    if (takenOver.isEmpty() || handedOver.isEmpty()) {
      return "no flow was taken over in the middle";
    }
    return "not every flow that was meant to fail was reverted";
  }
}
