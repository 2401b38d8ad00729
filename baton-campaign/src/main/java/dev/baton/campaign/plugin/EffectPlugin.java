// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.plugin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.campaign.ledger.LedgerEntry.Kind;
import dev.baton.error.LostClaimException;
import dev.baton.job.JobSpec;
import dev.baton.plugin.Default;
import dev.baton.plugin.Doc;
import dev.baton.plugin.HandedOverException;
import dev.baton.plugin.JobFailedException;
import dev.baton.plugin.JobRun;
import dev.baton.plugin.MisfirePolicy;
import dev.baton.plugin.OverlapPolicy;
import dev.baton.plugin.Plugin;
import dev.baton.plugin.Registry;
import dev.baton.plugin.Schedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Plain actions that record their effects, and schedules that post jobs for them. */
public final class EffectPlugin implements Plugin {

  /** The action of plain jobs. */
  public static final String EFFECT = "campaign_effect";

  /**
   * The name of the action that the fault "heap" posts. The action takes all free memory of its
   * executor for two seconds.
   */
  public static final String FILL_MEMORY = "campaign_hog";

  /** The beginning of the status message of a job that has filled the heap. */
  public static final String HELD = "held ";

  /** The schedules by name, each with its interval. */
  public static final Map<String, Duration> SCHEDULES =
      Map.of(
          "campaign_catch_up", Duration.ofSeconds(5),
          "campaign_run_once", Duration.ofSeconds(7),
          "campaign_skip", Duration.ofSeconds(9));

  private static final int HOG_PIECE_BYTES = 4 << 20;
  private static final int HOG_MILLIS = 2_000;

  /**
   * The parameters of a plain job.
   *
   * @param failures the number of attempts that fail
   * @param schedule the name of the schedule that posted the job
   * @param time the scheduled time
   */
  public record Effect(
      @Doc("Effects") @Default("1") int steps,
      @Doc("Pause before each effect, in milliseconds") @Default("0") long millis,
      @Doc("Attempts that fail") @Default("0") int failures,
      @Doc("Hand over when the executor stops") @Default("false") boolean handsOver,
      @Doc("Schedule that posted it") @Default("") String schedule,
      @Doc("Scheduled time") @Default("") String time) {}

  /** The parameters of the hog action. */
  public record Hog() {}

  @Override
  public String name() {
    return "campaign";
  }

  @Override
  public void register(Registry registry) {
    registry.action(EFFECT, Effect.class, EffectPlugin::run);
    registry.action(FILL_MEMORY, Hog.class, EffectPlugin::hog);
    schedule(registry, "campaign_catch_up", MisfirePolicy.CATCH_UP, OverlapPolicy.ALLOW);
    schedule(registry, "campaign_run_once", MisfirePolicy.RUN_ONCE, OverlapPolicy.ALLOW);
    schedule(registry, "campaign_skip", MisfirePolicy.SKIP, OverlapPolicy.SKIP);
  }

  private static void schedule(
      Registry registry, String name, MisfirePolicy misfirePolicy, OverlapPolicy overlapPolicy) {
    Duration interval = SCHEDULES.get(name);
    if (interval == null) {
      throw new IllegalStateException("schedule '" + name + "' has no interval");
    }
    registry
        .distribution(name, Schedule.every(interval))
        .misfire(misfirePolicy)
        .overlap(overlapPolicy)
        .posts((time, jobs) -> {
          ObjectNode payload = JsonNodeFactory.instance.objectNode();
          payload.put("millis", 50).put("schedule", name).put("time", time.toString());
          return List.of(JobSpec.builder(EFFECT).name(name).payload(payload.toString()).build());
        });
  }

  private static void run(JobRun run, Effect effect) throws Exception {
    RecordedExecution recordedExecution = RecordedExecution.of(run);
    recordedExecution.record(Kind.BEGIN);
    try {
      for (int step = 1; step <= effect.steps(); step++) {
        Thread.sleep(effect.millis());
        recordedExecution.record(Kind.STEP);
        run.log("token=" + recordedExecution.token() + " step=" + step);
        run.progress(100 * step / effect.steps());
        if (effect.handsOver() && run.stopRequested()) {
          run.handOver();
        }
      }
    } catch (InterruptedException | LostClaimException | HandedOverException e) {
      recordedExecution.record(Kind.CUT);
      throw e;
    }
    if (run.job().status().failures() < effect.failures()) {
      recordedExecution.record(Kind.FAIL);
      throw new JobFailedException(1, "the load asks for " + effect.failures() + " failures");
    }
    recordedExecution.record(Kind.END);
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    run.result(
        result.put("execution", recordedExecution.name()).put("token", recordedExecution.token()));
  }

  /**
   * Fills the heap on the first attempt, so that other code in the process fails if it needs
   * memory.
   */
  private static void hog(JobRun run, Hog hog) throws InterruptedException {
    if (run.attempt() > 1) {
      return;
    }
    List<byte[]> pieces = new ArrayList<>();
    try {
      while (!run.stopRequested()) {
        pieces.add(new byte[HOG_PIECE_BYTES]);
      }
    } catch (OutOfMemoryError e) {
      // Expected: while the job holds all free memory, other code of the process fails for lack of
      // memory too.
      Thread.sleep(HOG_MILLIS);
      run.message(HELD + pieces.size() + " pieces of memory");
    }
  }
}
