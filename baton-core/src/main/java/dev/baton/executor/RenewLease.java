// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.error.LostClaimException;
import dev.baton.error.UnavailableException;
import dev.baton.service.OutageLog;
import dev.baton.service.PassResult;
import dev.baton.service.PollLoop;
import java.time.Duration;

/**
 * Renews the lease of a session and interrupts the runs of jobs that somebody ended. When the board
 * reports a change, the poll loop renews at once, but not more often than every {@link #APART}.
 * While no job runs, no claim can be lost, so the lease is renewed less often.
 */
final class RenewLease implements PollLoop.Pass {

  private static final Duration APART = Duration.ofMillis(500);

  private final ExecutorSession executorSession;
  private final ExecutorContext context;
  private final OutageLog outageLog;
  private final Duration every;
  private final Duration everyIdle;
  // Used only by the thread of the poll loop.
  private long lastNanos;
  private boolean failed;

  RenewLease(ExecutorSession executorSession, ExecutorContext context, OutageLog outageLog) {
    this.executorSession = executorSession;
    this.context = context;
    this.outageLog = outageLog;
    Duration lease = context.options().lease();
    this.every = lease.dividedBy(3);
    this.everyIdle = lease.multipliedBy(5).dividedBy(8);
    // Joining the board has confirmed the lease.
    this.lastNanos = context.clock().nanos();
  }

  @Override
  public PassResult runOnce() {
    if (executorSession.isLost()) {
      return PassResult.waitFor(every);
    }
    Duration since = Duration.ofNanos(context.clock().nanos() - lastNanos);
    Duration apart = apart();
    if (since.compareTo(apart) < 0) {
      return PassResult.waitFor(apart.minus(since));
    }
    lastNanos = context.clock().nanos();
    return renew();
  }

  private Duration apart() {
    if (failed) {
      return every.dividedBy(4);
    }
    Duration soon = APART.compareTo(every) < 0 ? APART : every;
    return executorSession.isEmpty() ? everyIdle : soon;
  }

  private PassResult renew() {
    try {
      executorSession
          .runsOf(executorSession.boardSession().renew())
          .forEach(runningJob ->
              context.runInterrupter().interrupt(runningJob, InterruptReason.ENDED_ELSEWHERE));
      executorSession.notifySignals();
      context
          .listener()
          .tell(to -> to.leaseRenewed(Duration.ofNanos(context.clock().nanos() - lastNanos)));
      outageLog.callSucceeded("renew its lease");
      failed = false;
      return PassResult.waitFor(executorSession.isEmpty() ? everyIdle : every);
    } catch (UnavailableException e) {
      outageLog.callFailed("renew its lease", e);
      failed = true;
      return PassResult.waitFor(every.dividedBy(4));
    } catch (LostClaimException e) {
      executorSession.lose(e.getMessage() == null ? "" : e.getMessage(), context.runInterrupter());
      return PassResult.waitFor(every);
    }
  }
}
