// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.board.Claims;
import dev.baton.board.JobBoard;
import dev.baton.job.Watch;
import dev.baton.service.Bounded;
import dev.baton.service.Outage;
import dev.baton.service.PollLoop;
import dev.baton.service.Threads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Joins the board, and joins it anew when a stay was lost. */
final class Stays {

  private static final Logger LOG = LoggerFactory.getLogger(Stays.class);

  /** A stay with what was started for it. */
  private record Present(Stay stay, PollLoop heartbeat, List<Watch> watches) {
    void leave() {
      heartbeat.stop();
      watches.forEach(Watch::close);
      stay.end();
      stay.claims().close();
    }
  }

  /** Which part of the lease is left when an executor that cannot confirm it cuts off its runs. */
  private static final int MARGIN = 10;

  private final RunContext context;
  private final Outage outage;
  private final Runnable onPosting;
  // Written by the claiming loop and, when that has ended, by stop.
  private final AtomicReference<@Nullable Present> present = new AtomicReference<>();

  Stays(RunContext context, Outage outage, Runnable onPosting) {
    this.context = context;
    this.outage = outage;
    this.onPosting = onPosting;
  }

  /** The stay that holds, after joining if there is none; called by one thread at a time. */
  Stay current() {
    Present old = present.get();
    if (old != null && !old.stay().isLost()) {
      return old.stay();
    }
    if (old != null) {
      present.set(null);
      leaveLater(old);
    }
    Present joined = join();
    present.set(joined);
    return joined.stay();
  }

  /** The stay is over: the next call of {@link #current} joins anew. */
  void lost(Stay stay, String why) {
    stay.lose(why, context.interrupter());
  }

  /**
   * Leaves the board, giving back what is still claimed; waits for it no longer than given.
   *
   * @return whether it was done by then
   */
  boolean leave(Duration atMost) {
    Present old = present.getAndSet(null);
    return old == null || Bounded.run("executor-leave", old::leave, atMost);
  }

  private Present join() {
    ExecutorOptions options = context.options();
    Claims claims = context.ports().board().join(options.name(), options.lease());
    Stay stay =
        new Stay(
            options.name(),
            claims,
            context.clock(),
            context.timers(),
            options.lease().dividedBy(MARGIN));
    RenewLease renewal =
        new RenewLease(
            stay,
            context.interrupter(),
            context.listener(),
            outage,
            context.clock(),
            options.lease());
    PollLoop heartbeat =
        PollLoop.keeper("executor-heartbeat", renewal, options.lease().dividedBy(3));
    List<Watch> watches = watch(claims, heartbeat);
    heartbeat.start();
    stay.guard(context.interrupter());
    LOG.debug("executor={} has joined the board", options.name());
    return new Present(stay, heartbeat, watches);
  }

  private List<Watch> watch(Claims claims, PollLoop heartbeat) {
    JobBoard board = context.ports().board();
    try {
      return List.of(board.watch(onPosting), claims.watch(heartbeat::wake));
    } catch (RuntimeException e) {
      claims.close();
      throw e;
    }
  }

  /** On a thread of its own: the call that hangs may be the very reason why the stay was lost. */
  private static void leaveLater(Present old) {
    Threads.platform("executor-leave", () -> leaveQuietly(old)).start();
  }

  private static void leaveQuietly(Present old) {
    try {
      old.leave();
    } catch (RuntimeException e) {
      LOG.debug("a lost stay could not be left; its lease ends by itself", e);
    }
  }
}
