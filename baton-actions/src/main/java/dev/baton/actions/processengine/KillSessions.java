// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.processengine;

import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import dev.baton.service.DeadlineWait;
import dev.baton.service.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kills the processes that are left in sessions whose leaders have ended. One pass over the
 * processes of the host serves all sessions that ended within a tenth of a second. No thread runs
 * while no session has ended. Thread-safe.
 */
public final class KillSessions {

  private static final Logger LOG = LoggerFactory.getLogger(KillSessions.class);

  /** How long sessions are collected for one pass. */
  private static final Duration COLLECT = Duration.ofMillis(100);

  private final Clock clock = Clock.system();
  private final CreatedProcesses created = new CreatedProcesses();
  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by the lock.
  private List<Ended> waiting = new ArrayList<>();
  private boolean running;

  /**
   * A session to clean up.
   *
   * @param mark the {@link #mark} from before the start of its leader
   * @param done runs after the pass
   */
  private record Ended(long session, long mark, Runnable done) {}

  /**
   * Returns a mark of this moment. The search for the remaining processes of a session is cheap if
   * only few processes were created since its mark.
   */
  public long mark() {
    return created.before();
  }

  /**
   * Kills the remaining processes of a session, after about a tenth of a second, on another thread.
   *
   * @param session the process number of the session's leader, which has ended
   * @param mark a {@link #mark} from before the start of the leader
   * @param done runs after the pass, also if it failed; must not throw or block
   */
  public void add(long session, long mark, Runnable done) {
    lock.lock();
    try {
      waiting.add(new Ended(session, mark, done));
      if (running) {
        return;
      }
      running = true;
    } finally {
      lock.unlock();
    }
    try {
      Threads.platform("kill-sessions", this::passes).start();
    } catch (OutOfMemoryError e) {
      // The JVM reports a lack of threads in this way.
      LOG.warn(
          "no thread can be started to find processes that a program has left; the end of the next"
              + " program tries again: session={}",
          session,
          e);
      stopped();
    }
  }

  private void stopped() {
    lock.lock();
    try {
      running = false;
    } finally {
      lock.unlock();
    }
  }

  private void passes() {
    List<Ended> batch = next();
    while (!batch.isEmpty()) {
      try {
        pass(batch);
      } catch (RuntimeException e) {
        LOG.warn("processes that programs have left may still run: sessions={}", batch.size(), e);
      }
      batch.forEach(ended -> ended.done().run());
      batch = next();
    }
  }

  /** Collects sessions for a moment. Returns none, and marks this thread as ended, if none came. */
  private List<Ended> next() {
    try {
      DeadlineWait.until(Deadline.after(clock.nanos(), COLLECT), clock);
    } catch (InterruptedException e) {
      // Nobody interrupts this thread on purpose. The sessions must be cleaned up in any case.
      LOG.debug("collection of ended sessions was interrupted: sessions={}", waiting.size(), e);
    }
    lock.lock();
    try {
      List<Ended> batch = waiting;
      waiting = new ArrayList<>();
      running = !batch.isEmpty();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void pass(List<Ended> batch) {
    long now = created.now();
    long first = batch.stream().mapToLong(Ended::mark).min().orElse(CreatedProcesses.UNKNOWN);
    long since =
        first == CreatedProcesses.UNKNOWN || now == CreatedProcesses.UNKNOWN
            ? Long.MAX_VALUE
            : now - first;
    SessionProcesses.of(batch.stream().map(Ended::session).toList()).killAll(since);
  }
}
