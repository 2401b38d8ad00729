// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.job.JobId;
import dev.baton.job.LogLine;
import dev.baton.job.RunWrite;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a run has said and is not written yet. Written to by the action's threads, emptied by one
 * thread at a time: the lines keep their order.
 */
final class PendingReports {

  /** More lines, or characters, than these make the action wait. */
  static final int MAX_LINES = 10_000;

  static final int MAX_CHARACTERS = 1 << 21;

  private static final int MAX_BATCH = 1_000;

  /** What is to be written together. */
  record ReportBatch(@Nullable Integer progress, @Nullable String message, List<LogLine> lines) {
    boolean isEmpty() {
      return progress == null && message == null && lines.isEmpty();
    }

    boolean isFull() {
      return lines.size() >= MAX_BATCH;
    }

    boolean hasReport() {
      return progress != null || message != null;
    }

    RunWrite.Report report(JobId job, long token) {
      return new RunWrite.Report(job, token, progress, message, null, null, null, null);
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // All guarded by lock.
  private final ArrayDeque<LogLine> lines = new ArrayDeque<>(0);
  private long characters;
  private @Nullable Integer progress;
  private @Nullable String message;
  private boolean scheduled;
  private boolean emptying;
  private boolean abandoned;

  /** True when somebody must see to it that it is emptied. */
  boolean progress(int percent) {
    lock.lock();
    try {
      progress = percent;
      return becomesScheduled();
    } finally {
      lock.unlock();
    }
  }

  /** As {@link #progress}. */
  boolean message(String text) {
    lock.lock();
    try {
      message = text;
      return becomesScheduled();
    } finally {
      lock.unlock();
    }
  }

  /**
   * As {@link #progress}; waits while the box is full.
   *
   * @throws InterruptedException if interrupted while it waits: the line is not taken
   */
  boolean add(LogLine line) throws InterruptedException {
    lock.lock();
    try {
      while (isFull() && !abandoned) {
        changed.await();
      }
      if (abandoned) {
        return false;
      }
      lines.add(line);
      characters += line.text().length();
      return becomesScheduled();
    } finally {
      lock.unlock();
    }
  }

  /** Takes what is there, waiting for another thread that does; {@link #endTake} must follow. */
  ReportBatch take() {
    lock.lock();
    try {
      while (emptying) {
        changed.awaitUninterruptibly();
      }
      emptying = true;
      scheduled = false;
      List<LogLine> batch = new ArrayList<>(Math.min(lines.size(), MAX_BATCH));
      while (batch.size() < MAX_BATCH && !lines.isEmpty()) {
        LogLine line = lines.remove();
        characters -= line.text().length();
        batch.add(line);
      }
      ReportBatch taken = new ReportBatch(progress, message, batch);
      progress = null;
      message = null;
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends a {@link #take}.
   *
   * @param unwritten what could not be written and stays in the box, if anything
   * @return true when somebody must see to it that it is emptied
   */
  boolean endTake(@Nullable ReportBatch unwritten) {
    lock.lock();
    try {
      emptying = false;
      if (unwritten != null && !abandoned) {
        putBack(unwritten);
      }
      changed.signalAll();
      boolean more = !lines.isEmpty() || progress != null || message != null;
      return more && becomesScheduled();
    } finally {
      lock.unlock();
    }
  }

  /** Throws away what is there and what comes: nothing may be written any more. */
  void discard() {
    lock.lock();
    try {
      abandoned = true;
      lines.clear();
      characters = 0;
      progress = null;
      message = null;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void putBack(ReportBatch reportBatch) {
    for (LogLine line : reportBatch.lines().reversed()) {
      lines.addFirst(line);
      characters += line.text().length();
    }
    progress = progress == null ? reportBatch.progress() : progress;
    message = message == null ? reportBatch.message() : message;
  }

  private boolean isFull() {
    return lines.size() >= MAX_LINES || characters >= MAX_CHARACTERS;
  }

  private boolean becomesScheduled() {
    boolean first = !scheduled && !abandoned;
    scheduled = true;
    return first;
  }
}
