// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.stack;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Undoes the changes of a campaign to the machine: ends processes, and removes mounts, networks and
 * control groups. Each step is added as soon as there is something to undo. It runs once, in
 * reverse order, when the campaign is over, when its start fails, or when it is interrupted or
 * terminated. A step that fails does not stop the others. Thread-safe.
 */
public final class CleanUp implements AutoCloseable {

  private record UndoStep(String name, Runnable action) {}

  private final CampaignLog log;
  // Guarded by itself.
  private final Deque<UndoStep> steps = new ArrayDeque<>();
  private boolean isOver;
  // Held while steps run, because otherwise the campaign's thread and the thread that handles
  // SIGTERM would run them in parallel.
  private final Lock running = new ReentrantLock();
  // Written by the thread that handles SIGTERM, read by the campaign's thread.
  private volatile boolean isInterrupted;

  /** Creates steps that run only when {@link #close} is called. */
  CleanUp(CampaignLog log) {
    this.log = log;
  }

  /** Creates steps that also run when this process receives SIGINT, SIGTERM or SIGHUP. */
  public static CleanUp atExit(CampaignLog log) {
    CleanUp cleanUp = new CleanUp(log);
    Runtime.getRuntime().addShutdownHook(new Thread(cleanUp::interrupt, "campaign-clean-up"));
    return cleanUp;
  }

  /** Whether a signal requested the end of this process before {@link #close} was called. */
  public boolean isInterrupted() {
    return isInterrupted;
  }

  void interrupt() {
    synchronized (steps) {
      isInterrupted = !isOver;
    }
    if (isInterrupted) {
      log.warn("interrupted: the run is not judged, and its changes to the machine are undone");
    }
    close();
  }

  /** Adds a step; runs it immediately if the clean-up has already started. */
  public void add(String name, Runnable action) {
    UndoStep step = new UndoStep(name, action);
    synchronized (steps) {
      if (!isOver) {
        steps.push(step);
        return;
      }
    }
    run(step);
  }

  /** Runs all steps that have not run yet, and waits for steps that another thread runs. */
  @Override
  public void close() {
    running.lock();
    try {
      runAll();
    } finally {
      running.unlock();
    }
  }

  private void runAll() {
    for (UndoStep next = next(); next != null; next = next()) {
      run(next);
    }
  }

  private @Nullable UndoStep next() {
    synchronized (steps) {
      isOver = true;
      return steps.poll();
    }
  }

  private void run(UndoStep step) {
    try {
      step.action().run();
    } catch (RuntimeException | Error e) {
      log.warn("could not clean up (" + step.name() + "): " + e);
    }
  }
}
