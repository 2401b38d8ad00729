// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.board.BoardSession;
import dev.baton.board.JobBoard;
import dev.baton.job.Watch;
import dev.baton.service.OutageLog;
import dev.baton.service.PollLoop;
import dev.baton.service.RunWithTimeout;
import dev.baton.service.Threads;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Joins the board, and joins it anew when a stay was lost. */
final class SessionHolder {

  private static final Logger LOG = LoggerFactory.getLogger(SessionHolder.class);

  /** A stay with what was started for it. */
  private record JoinedSession(ExecutorSession session, PollLoop heartbeat, List<Watch> watches) {
    void leave() {
      heartbeat.stop();
      watches.forEach(Watch::close);
      session.end();
      session.boardSession().close();
    }
  }

  /** Which part of the lease is left when an executor that cannot confirm it cuts off its runs. */
  private static final int MARGIN = 10;

  private final ExecutorContext context;
  private final OutageLog outageLog;
  private final Runnable onPosting;
  // Written by the claiming loop and, when that has ended, by stop.
  private final AtomicReference<@Nullable JoinedSession> present = new AtomicReference<>();

  SessionHolder(ExecutorContext context, OutageLog outageLog, Runnable onPosting) {
    this.context = context;
    this.outageLog = outageLog;
    this.onPosting = onPosting;
  }

  /** The stay that holds, after joining if there is none; called by one thread at a time. */
  ExecutorSession current() {
    JoinedSession old = present.get();
    if (old != null && !old.session().isLost()) {
      return old.session();
    }
    if (old != null) {
      present.set(null);
      leaveLater(old);
    }
    JoinedSession joined = join();
    present.set(joined);
    return joined.session();
  }

  /** The stay is over: the next call of {@link #current} joins anew. */
  void lost(ExecutorSession executorSession, String why) {
    executorSession.lose(why, context.runInterrupter());
  }

  /**
   * Leaves the board, giving back what is still claimed; waits for it no longer than given.
   *
   * @return whether it was done by then
   */
  boolean leave(Duration atMost) {
    JoinedSession old = present.getAndSet(null);
    return old == null || RunWithTimeout.run("executor-leave", old::leave, atMost);
  }

  private JoinedSession join() {
    ExecutorOptions options = context.options();
    BoardSession boardSession = context.ports().board().join(options.name(), options.lease());
    ExecutorSession executorSession =
        new ExecutorSession(
            options.name(),
            boardSession,
            context.clock(),
            context.timers(),
            options.lease().dividedBy(MARGIN));
    RenewLease renewal =
        new RenewLease(
            executorSession,
            context.runInterrupter(),
            context.listener(),
            outageLog,
            context.clock(),
            options.lease());
    PollLoop heartbeat =
        PollLoop.onPlatformThread("executor-heartbeat", renewal, options.lease().dividedBy(3));
    List<Watch> watches = watch(boardSession, heartbeat);
    heartbeat.start();
    executorSession.guardTrust(context.runInterrupter());
    LOG.debug("executor={} has joined the board", options.name());
    return new JoinedSession(executorSession, heartbeat, watches);
  }

  private List<Watch> watch(BoardSession boardSession, PollLoop heartbeat) {
    JobBoard board = context.ports().board();
    try {
      return List.of(board.watch(onPosting), boardSession.watch(heartbeat::wake));
    } catch (RuntimeException e) {
      boardSession.close();
      throw e;
    }
  }

  /** On a thread of its own: the call that hangs may be the very reason why the stay was lost. */
  private static void leaveLater(JoinedSession old) {
    Threads.platform("executor-leave", () -> leaveQuietly(old)).start();
  }

  private static void leaveQuietly(JoinedSession old) {
    try {
      old.leave();
    } catch (RuntimeException e) {
      LOG.debug("a lost stay could not be left; its lease ends by itself", e);
    }
  }
}
