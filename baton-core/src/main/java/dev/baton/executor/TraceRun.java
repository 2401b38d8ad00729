// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.board.Claim;
import dev.baton.job.Job;
import dev.baton.job.JobState;
import dev.baton.job.RunWrite;
import dev.baton.trace.Span;
import dev.baton.trace.SpanKind;
import dev.baton.trace.TraceContext;
import dev.baton.trace.Tracer;
import java.time.Instant;
import java.util.Locale;

/**
 * The spans of the attempts of jobs. Every attempt has a span of its own in the trace of the job.
 */
final class TraceRun {

  private TraceRun() {}

  /**
   * Starts the span of an attempt. A job whose post began no trace has none. The first attempt adds
   * the time that the job waited on the board.
   *
   * @param claimedSince when this executor called the board for the claim
   */
  static Span start(ExecutorContext context, Claim claim, Instant claimedSince) {
    Job job = claim.job();
    TraceContext trace = job.spec().trace();
    if (trace == null) {
      return Span.none();
    }
    Tracer tracer = context.tracer();
    Span span = tracer.start(SpanKind.CONSUMER, "run " + job.spec().action(), trace, claimedSince);
    if (span.isRecorded()) {
      span.set("baton.job", job.id().toString());
      span.set("baton.action", job.spec().action());
      span.set("baton.attempt", job.status().attempt());
      span.set("baton.takeovers", job.status().takeovers());
      span.set("baton.executor", context.options().name());
      Instant due = RunJob.firstDue(job);
      if (due != null && due.isBefore(context.clock().now())) {
        tracer.start(SpanKind.INTERNAL, "wait", trace, due).end();
      }
      span.child(SpanKind.CLIENT, "claim", claimedSince).end();
    }
    return span;
  }

  /** Sets the outcome of the attempt. */
  static void outcome(Span span, RunDecision runDecision) {
    if (!span.isRecorded()) {
      return;
    }
    String outcome =
        switch (runDecision) {
          case RunDecision.Persist persist -> outcome(persist.write());
          case RunDecision.Abandon abandon -> "abandoned";
          case RunDecision.EndedElsewhere endedElsewhere -> "ended-elsewhere";
          case RunDecision.ClaimLost claimLost -> "claim-lost";
        };
    span.set("baton.outcome", outcome);
    boolean hasFailed =
        runDecision instanceof RunDecision.Persist(RunWrite write)
            && (write instanceof RunWrite.Retry
                || (write instanceof RunWrite.End end && end.state() == JobState.FAILED));
    if (hasFailed) {
      span.failed(outcome);
    }
  }

  private static String outcome(RunWrite write) {
    return switch (write) {
      case RunWrite.End end -> end.state().name().toLowerCase(Locale.ROOT);
      case RunWrite.Retry retry -> "retry";
      case RunWrite.Wait wait -> "waiting";
      case RunWrite.Park park -> "parked";
      case RunWrite.Report report -> "report";
    };
  }
}
