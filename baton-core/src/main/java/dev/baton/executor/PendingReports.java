// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.job.JobId;
import dev.baton.job.LogLine;
import dev.baton.job.RunWrite;
import dev.baton.service.Mutex;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/**
 * The reports and log lines of a run that are not written yet. The action's threads add to them.
 * One thread at a time takes them, so the lines keep their order.
 */
final class PendingReports {

  /**
   * The size of the pending reports, in lines and in characters, at which an action that logs must
   * wait for a write.
   */
  static final int MAX_LINES = 10_000;

  static final int MAX_CHARACTERS = 1 << 21;

  private static final int MAX_BATCH = 1_000;

  /** Reports and lines that are written together. */
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

    ReportBatch withoutReport() {
      return new ReportBatch(null, null, lines);
    }

    RunWrite.Report report(JobId job, long token) {
      return new RunWrite.Report(job, token, progress, message, null, null, null, null);
    }
  }

  private final Mutex lock = new Mutex();
  private final Condition changed = lock.newCondition();
  // Guarded by lock: all fields below.
  private final ArrayDeque<LogLine> lines = new ArrayDeque<>(0);
  private long characters;
  private @Nullable Integer progress;
  private @Nullable String message;
  private boolean scheduled;
  private boolean emptying;
  private boolean abandoned;

  /** Returns true if the caller must schedule a write. */
  boolean progress(int percent) {
    return lock.call(() -> {
      progress = percent;
      return becomesScheduled();
    });
  }

  /** Returns true if the caller must schedule a write. */
  boolean message(String text) {
    return lock.call(() -> {
      message = text;
      return becomesScheduled();
    });
  }

  /**
   * Adds a line; waits while the buffer is full. Returns true if the caller must schedule a write.
   *
   * @throws InterruptedException if interrupted during the wait; then the line is not added
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

  /**
   * Takes a batch. Waits while another thread writes a batch. The caller must call {@link
   * #endTake}.
   */
  ReportBatch take() {
    return lock.call(() -> {
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
    });
  }

  /**
   * Ends a {@link #take}.
   *
   * @param unwritten the part of the batch that could not be written and is put back, if any
   * @return true if the caller must schedule a write
   */
  boolean endTake(@Nullable ReportBatch unwritten) {
    return lock.call(() -> {
      emptying = false;
      if (unwritten != null && !abandoned) {
        putBack(unwritten);
      }
      changed.signalAll();
      boolean more = !lines.isEmpty() || progress != null || message != null;
      return more && becomesScheduled();
    });
  }

  /** Drops all pending and all later reports, because nothing may be written any more. */
  void discard() {
    lock.run(() -> {
      abandoned = true;
      lines.clear();
      characters = 0;
      progress = null;
      message = null;
      changed.signalAll();
    });
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
