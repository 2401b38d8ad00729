// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.desk.RunService;
import dev.baton.plugin.Catalogue;
import dev.baton.service.Bounded;
import dev.baton.service.Clock;
import dev.baton.service.Lifecycle;
import dev.baton.service.Outage;
import dev.baton.service.PollLoop;
import dev.baton.service.Service;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims jobs from the board and runs their actions, each on a virtual thread, until stopped.
 *
 * <p>It needs no server to start: while board or store do not answer it tries again, and says so
 * once. What actions and listeners throw does no harm to it. When its lease is lost, or cannot be
 * confirmed in time by its own clock, it interrupts all its jobs, writes nothing more about them,
 * and starts anew.
 */
public final class Executor implements Service {

  private static final Logger LOG = LoggerFactory.getLogger(Executor.class);
  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  private final ExecutorOptions options;
  private final Timers timers;
  private final Runs runs;
  private final Flusher flusher;
  private final Interrupter interrupter;
  private final Stays stays;
  private final Attendance attendance;
  private final ClaimJobs claimJobs;
  private final PollLoop claiming;
  private final Lifecycle life = new Lifecycle();
  // Written by who stops; read by loops and runs.
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final AtomicBoolean hurried = new AtomicBoolean();

  private Executor(
      ExecutorOptions options,
      ExecutorPorts ports,
      Catalogue catalogue,
      RunService desk,
      ExecutorListener listener,
      Clock clock) {
    this.options = options;
    ExecutorListener safe = SafeListener.around(listener);
    Outage outage = new Outage("executor=" + options.name());
    this.timers = new Timers(clock);
    this.runs = new Runs(this::onFreeSlot);
    this.flusher = new Flusher(ports, timers, outage);
    Settlement settlement =
        new Settlement(ports, desk, flusher, safe, outage, clock, options.patience());
    this.interrupter = new Interrupter(timers, runs, settlement, safe, options.cancelBound());
    flusher.interrupter(interrupter);
    RunContext context =
        new RunContext(
            options,
            ports,
            desk,
            safe,
            clock,
            timers,
            runs,
            flusher,
            settlement,
            interrupter,
            stopping::get,
            catalogue::endsInOrder);
    this.stays = new Stays(context, outage, this::wake);
    Refusals refusals = new Refusals(clock, this::tellRoster);
    this.claimJobs = new ClaimJobs(context, stays, catalogue, refusals, outage);
    this.claiming = PollLoop.patient("executor-claim", claimJobs, patience(options));
    this.attendance =
        Attendance.create(
            ports.roster(),
            new DescribeExecutor(context, catalogue, refusals),
            () -> RunTable.of(runs.list(), clock),
            "executor=" + options.name());
  }

  /** An executor, not yet started. */
  public static Executor create(
      ExecutorOptions options,
      ExecutorPorts ports,
      Catalogue catalogue,
      RunService desk,
      ExecutorListener listener,
      Clock clock) {
    return new Executor(options, ports, catalogue, desk, listener, clock);
  }

  @Override
  public void start() {
    life.start(() -> {
      timers.start();
      claiming.start();
      attendance.start();
      LOG.info("executor={} started, slots={}", options.name(), options.slots());
    });
  }

  /**
   * Claims nothing more, tells the actions, waits up to the grace period for them, then interrupts
   * and gives back what remains, and leaves. Returns within grace and cancel bound.
   */
  @Override
  public void stop() {
    life.stop(this::drain);
  }

  /**
   * As {@link #stop}, without the grace: for the second signal. Makes a stop under way hurry; jobs
   * that do not end within a second of their interrupt are given back at once.
   */
  public void stopNow() {
    hurried.set(true);
    runs.signal();
    stop();
  }

  /** How many jobs run now. */
  public int running() {
    return runs.size();
  }

  /** Looks at the clock now: a clock moved by hand does not wake anybody. */
  void lookAtClock() {
    timers.wake();
    wake();
  }

  private void drain() {
    LOG.info("executor={} stops, running={}", options.name(), runs.size());
    stopping.set(true);
    attendance.tellNow();
    runs.list().forEach(Executor::tellStop);
    Duration half = options.cancelBound().dividedBy(2);
    awaitRuns(options.grace(), true);
    Bounded.run("executor-claim-stop", claiming::stop, patience(options).multipliedBy(2));
    runs.list().forEach(run -> interrupter.interrupt(run, Cut.STOPPING));
    awaitRuns(hurried.get() && AT_ONCE.compareTo(half) < 0 ? AT_ONCE : half, false);
    int left = runs.size();
    runs.list().forEach(interrupter::giveUp);
    leave(half);
    LOG.info("executor={} stopped, given-back={}", options.name(), left);
  }

  private static void tellStop(Run run) {
    Steering steering = run.steering();
    if (steering != null) {
      steering.stopRequested();
    }
  }

  private void awaitRuns(Duration atMost, boolean mayHurry) {
    AtomicBoolean expired = new AtomicBoolean();
    Timers.Alarm alarm =
        timers.scheduleAfter(
            atMost,
            () -> {
              expired.set(true);
              runs.signal();
            });
    runs.awaitQuiet(() -> expired.get() || (mayHurry && hurried.get()));
    timers.cancel(alarm);
  }

  private void leave(Duration atMost) {
    attendance.stop();
    if (!stays.leave(atMost)) {
      LOG.warn(
          "executor={} left without a word: the servers do not answer; its lease ends by itself",
          options.name());
    }
    flusher.stop();
    timers.stop();
  }

  private void wake() {
    claiming.wake();
  }

  private void tellRoster() {
    attendance.tellSoon();
  }

  private void onFreeSlot() {
    // Without a backlog a free slot has nothing to wait for: a posting wakes the loop.
    if (claimJobs.hasBacklog()) {
      claiming.wake();
    }
  }

  private static Duration patience(ExecutorOptions options) {
    Duration tenth = options.cancelBound().dividedBy(10);
    return tenth.compareTo(AT_ONCE) < 0 ? tenth : AT_ONCE;
  }
}
