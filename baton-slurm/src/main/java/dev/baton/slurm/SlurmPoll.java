// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.slurm;

import dev.baton.engine.EngineEvent;
import dev.baton.engine.EngineJob;
import dev.baton.engine.EngineJobListeners;
import dev.baton.error.UnavailableException;
import dev.baton.job.Watch;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import dev.baton.service.PassResult;
import dev.baton.service.PollLoop;
import dev.baton.service.Service;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls Slurm for all watches and for all threads that follow output. Polls more slowly while
 * nothing changes and when Slurm is slow. Sends no request to Slurm while no engine job is open.
 * Does nothing without watches and followers.
 */
final class SlurmPoll implements Service {

  private static final Logger LOG = LoggerFactory.getLogger(SlurmPoll.class);

  /** While nothing changes, the poll interval grows up to this many times the shortest interval. */
  private static final int SLOWEST = 4;

  /**
   * The pause after a poll is at least this many times as long as the poll took, so that at most a
   * tenth of the time is spent on requests to Slurm.
   */
  private static final int SHARE = 10;

  private static final Duration IDLE = Duration.ofMinutes(10);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final String engine;
  private final ReadSlurmJobs jobs;
  private final Clock clock;
  private final Duration shortest;
  private final PollLoop loop = PollLoop.of("slurm-poll", this::pass);
  private final EngineJobListeners<Semaphore> followers = new EngineJobListeners<>();
  private final Set<Consumer<EngineEvent>> listeners = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean isUnavailable = new AtomicBoolean();
  // The last reported state of each engine job, or its state before the first watch. Written by the
  // thread of the poll loop and by threads that open a watch.
  private final Map<String, EngineJob> reported = new ConcurrentHashMap<>();
  // The number of passes of the poll loop in a row without a change. Written by the thread of the
  // poll loop and by threads that wake it.
  private volatile int quiet;
  // When followers of output give up because Slurm does not answer; null while Slurm answers.
  // Written by the thread of the poll loop, read by any thread.
  private volatile @Nullable Deadline unavailableUntil;
  private volatile boolean closed;

  SlurmPoll(String engine, ReadSlurmJobs jobs, Clock clock, Duration shortest) {
    this.engine = engine;
    this.jobs = jobs;
    this.clock = clock;
    this.shortest = shortest;
  }

  /**
   * Reports changes until the watch is closed.
   *
   * @param old engine jobs that are already over and are not reported
   */
  Watch watch(Consumer<EngineEvent> listener, List<EngineJob> old) {
    // A new object for each registration, because a listener may be registered twice.
    Consumer<EngineEvent> own = event -> listener.accept(event);
    synchronized (reported) {
      listeners.add(own);
      old.forEach(job -> reported.putIfAbsent(job.name(), job));
    }
    start();
    return () -> listeners.remove(own);
  }

  /**
   * Releases a permit when the engine job has changed or is gone, or when Slurm has not answered
   * for too long.
   */
  Watch follow(String name, Semaphore wake) {
    Watch added = followers.add(name, wake);
    start();
    return added;
  }

  /** Whether Slurm has not answered for 10 s, or this poll is closed. */
  boolean isGivenUp() {
    Deadline until = unavailableUntil;
    return closed || (until != null && until.isPast(clock));
  }

  /** Polls soon, because an engine job was created or is to be deleted. */
  void wake() {
    quiet = 0;
    loop.wake();
  }

  /** Starts to poll; the first watch or follower does it too. */
  @Override
  public void start() {
    loop.start();
    wake();
  }

  private PassResult pass() throws IOException {
    if (isIdle()) {
      return PassResult.waitFor(IDLE);
    }
    long start = clock.nanos();
    List<EngineJob> now;
    try {
      now = jobs.readAll();
      answered();
    } catch (UnavailableException e) {
      return failed(e);
    }
    boolean changed = report(now);
    quiet = changed ? 0 : Math.min(quiet + 1, SLOWEST - 1);
    Duration took = Duration.ofNanos(clock.nanos() - start).multipliedBy(SHARE);
    Duration pause = shortest.multipliedBy(1L + quiet);
    return PassResult.waitFor(took.compareTo(pause) > 0 ? took : pause);
  }

  private boolean isIdle() {
    synchronized (reported) {
      boolean idle = listeners.isEmpty() && followers.isEmpty();
      if (idle) {
        reported.clear();
      }
      return idle;
    }
  }

  private void answered() {
    unavailableUntil = null;
    if (isUnavailable.compareAndSet(true, false)) {
      LOG.info("engine answers again: engine={}", engine);
    }
  }

  private PassResult failed(UnavailableException e) {
    if (closed) {
      return PassResult.waitFor(IDLE);
    }
    if (unavailableUntil == null) {
      unavailableUntil = Deadline.after(clock.nanos(), TIMEOUT);
    }
    if (isUnavailable.compareAndSet(false, true)) {
      LOG.warn(
          "engine does not answer; Baton tries again: engine={} reason={}",
          engine,
          e.getMessage(),
          e);
    }
    wakeAll();
    return PassResult.waitFor(shortest);
  }

  private boolean report(List<EngineJob> now) {
    boolean changed = false;
    for (EngineJob job : now) {
      if (!job.equals(reported.put(job.name(), job))) {
        changed = true;
        report(new EngineEvent.Changed(job));
      }
    }
    Set<String> gone = new HashSet<>(reported.keySet());
    now.forEach(job -> gone.remove(job.name()));
    gone.removeIf(jobs::isUnreadable);
    for (String name : gone) {
      changed = true;
      reported.remove(name);
      report(new EngineEvent.Gone(name));
    }
    return changed;
  }

  private void report(EngineEvent event) {
    followers.of(event.name()).forEach(SlurmPoll::release);
    for (Consumer<EngineEvent> listener : listeners) {
      try {
        listener.accept(event);
      } catch (RuntimeException e) {
        LOG.warn("listener of a watch misses an event: engineJob={}", event.name(), e);
      }
    }
  }

  private void wakeAll() {
    followers.all().forEach(SlurmPoll::release);
  }

  private static void release(Semaphore wake) {
    if (wake.availablePermits() == 0) {
      wake.release();
    }
  }

  /** Within ten seconds, as {@link PollLoop#stop()}. */
  @Override
  public void stop() {
    closed = true;
    listeners.clear();
    loop.stop();
    wakeAll();
  }
}
