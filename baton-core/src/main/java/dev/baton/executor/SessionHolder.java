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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Joins the board, and joins it again after a session was lost. */
final class SessionHolder {

  private static final Logger LOG = LoggerFactory.getLogger(SessionHolder.class);

  /**
   * A session, the poll loop that renews its lease, and the watches that were opened for the
   * session.
   */
  private record JoinedSession(ExecutorSession session, PollLoop heartbeat, List<Watch> watches) {
    void leave() {
      heartbeat.stop();
      watches.forEach(Watch::close);
      session.end();
      session.boardSession().close();
    }
  }

  /**
   * The lease divided by this number is the margin: an executor that cannot renew its lease
   * interrupts its runs when one tenth of the lease is left.
   */
  private static final int MARGIN = 10;

  private final ExecutorContext context;
  private final OutageLog outageLog;
  private final Runnable onPosting;
  private final Runnable onLost;
  // Written by the poll loop that claims jobs and, after that has ended, by stop.
  private final AtomicReference<@Nullable JoinedSession> present = new AtomicReference<>();

  private final AtomicInteger lostLeases = new AtomicInteger();

  /**
   * @param onPosting runs when a job is posted
   * @param onLost runs when a session was lost and the next one is joined
   */
  SessionHolder(ExecutorContext context, OutageLog outageLog, Runnable onPosting, Runnable onLost) {
    this.onLost = onLost;
    this.context = context;
    this.outageLog = outageLog;
    this.onPosting = onPosting;
  }

  /**
   * The current session. Joins the board if there is none. Must be called by one thread at a time.
   */
  ExecutorSession current() {
    JoinedSession old = present.get();
    if (old != null && !old.session().isLost()) {
      return old.session();
    }
    if (old != null) {
      present.set(null);
      lostLeases.incrementAndGet();
      onLost.run();
      leaveLater(old);
    }
    JoinedSession joined = join();
    present.set(joined);
    return joined.session();
  }

  /** How many sessions were lost and replaced. */
  int lostLeases() {
    return lostLeases.get();
  }

  /** Ends the session. The next call of {@link #current} joins the board again. */
  void lost(ExecutorSession executorSession, String why) {
    executorSession.lose(why, context.runInterrupter());
  }

  /**
   * Leaves the board, which abandons the remaining claims. Waits at most for the given time.
   *
   * @return whether the board was left within that time
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
    RenewLease renewal = new RenewLease(executorSession, context, outageLog);
    PollLoop heartbeat =
        PollLoop.onPlatformThread("executor-heartbeat", renewal, options.lease().dividedBy(3));
    List<Watch> watches = watch(boardSession, heartbeat);
    heartbeat.start();
    executorSession.guardTrust(context.runInterrupter());
    LOG.debug("executor has joined the board: executor={}", options.name());
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

  /**
   * Leaves on a separate thread, because a call that hangs may be the reason why the session was
   * lost.
   */
  private void leaveLater(JoinedSession old) {
    Threads.platform("executor-leave", () -> leaveOrLog(old)).start();
  }

  private void leaveOrLog(JoinedSession old) {
    try {
      old.leave();
    } catch (RuntimeException e) {
      LOG.debug("session ends with its lease: executor={}", context.options().name(), e);
    }
  }
}
