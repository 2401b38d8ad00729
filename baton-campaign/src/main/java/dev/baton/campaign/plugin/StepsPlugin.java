// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.plugin;

import dev.baton.campaign.ledger.LedgerEntry.Kind;
import dev.baton.flow.Flow;
import dev.baton.flow.Retry;
import dev.baton.flow.Task;
import dev.baton.flow.TaskContext;
import dev.baton.plugin.Default;
import dev.baton.plugin.Doc;
import dev.baton.plugin.Plugin;
import dev.baton.plugin.Registry;
import java.time.Duration;
import java.util.List;

/**
 * A flow whose atoms record their events. The name of an atom starts with the number of its stage;
 * no atom starts before all atoms of earlier stages are stored as done.
 */
public final class StepsPlugin implements Plugin {

  /** The action of flows. */
  public static final String STEPS = "campaign_steps";

  /** The atoms of each flow. */
  public static final List<String> ATOMS = List.of("1-a", "2-b", "2-c", "3-d", "4-e");

  /** The signal that flows wait for. */
  public static final String SIGNAL = "go";

  /**
   * The parameters of a flow.
   *
   * @param failStage the stage that fails; 0 for none
   * @param failures the number of calls of the failing atom that fail
   */
  public record Steps(
      @Doc("Pause in each atom, in milliseconds") @Default("50") long millis,
      @Doc("Stage that fails") @Default("0") int failStage,
      @Doc("Calls that fail") @Default("0") int failures,
      @Doc("Wait for some time") @Default("false") boolean sleeps,
      @Doc("Wait for a signal") @Default("false") boolean awaits) {}

  /** The failure that the load requested. */
  private static final class RequestedFailure extends Exception {
    private static final long serialVersionUID = 1;

    RequestedFailure(String atom) {
      super("the load asks atom '" + atom + "' to fail");
    }
  }

  @Override
  public String name() {
    return "campaign-steps";
  }

  @Override
  public void register(Registry registry) {
    registry.flow(STEPS, Steps.class, StepsPlugin::flow);
  }

  private static Flow flow(Steps steps) {
    return Flow.linear(STEPS)
        .retry(Retry.times(2))
        .add(
            atom("1-a", 1, steps),
            Flow.unordered("pair").add(atom("2-b", 2, steps), atom("2-c", 2, steps)),
            atom("3-d", 3, steps),
            atom("4-e", 4, steps));
  }

  private static Task<?> atom(String name, int stage, Steps steps) {
    return Task.named(name)
        .run(task -> execute(task, stage, steps))
        .revertAlways(task -> {
          RecordedExecution recordedExecution =
              RecordedExecution.of(task, task.executeIdempotencyKey());
          recordedExecution.record(Kind.REVERT);
          Thread.sleep(steps.millis() / 2);
          recordedExecution.record(Kind.REVERTED);
          return null;
        });
  }

  private static void execute(TaskContext task, int stage, Steps steps) throws Exception {
    if (stage == 3) {
      await(task, steps);
    }
    RecordedExecution recordedExecution = RecordedExecution.of(task);
    recordedExecution.record(Kind.BEGIN);
    try {
      Thread.sleep(steps.millis());
    } catch (InterruptedException e) {
      recordedExecution.record(Kind.CUT);
      throw e;
    }
    task.log("token=" + recordedExecution.token() + " atom=" + task.atom());
    if (stage == steps.failStage() && task.attempt() <= steps.failures()) {
      recordedExecution.record(Kind.FAIL);
      throw new RequestedFailure(task.atom());
    }
    recordedExecution.record(Kind.END);
  }

  private static void await(TaskContext task, Steps steps) {
    if (steps.sleeps()) {
      task.sleep(Duration.ofMillis(700));
    }
    if (steps.awaits()) {
      task.await(SIGNAL);
    }
  }
}
