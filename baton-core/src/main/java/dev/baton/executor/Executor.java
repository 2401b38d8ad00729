// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.executor;

import dev.baton.job.ExecutorJobService;
import dev.baton.member.MemberHeartbeat;
import dev.baton.member.MemberRegistry;
import dev.baton.plugin.Catalogue;
import dev.baton.service.Clock;
import dev.baton.service.Lifecycle;
import dev.baton.service.OutageLog;
import dev.baton.service.PollLoop;
import dev.baton.service.RunWithTimeout;
import dev.baton.service.Service;
import dev.baton.trace.Tracer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims jobs from the board and runs their actions, each on a virtual thread, until stopped.
 *
 * <p>The executor starts even if board or store do not answer: it tries again, and logs the outage
 * once. Exceptions of actions and listeners do not harm the executor. If the lease is lost, or is
 * not confirmed in time by the executor's own clock, the executor interrupts all its jobs, writes
 * nothing more about them, and joins the board again.
 */
public final class Executor implements Service {

  private static final Logger LOG = LoggerFactory.getLogger(Executor.class);
  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  private final ExecutorOptions options;
  private final Timers timers;
  private final RunningJobs runningJobs;
  private final ReportWriter reportWriter;
  private final RunInterrupter runInterrupter;
  private final SessionHolder sessionHolder;
  private final MemberHeartbeat memberHeartbeat;
  private final ClaimJobs claimJobs;
  private final PollLoop claiming;
  private final Lifecycle lifecycle = new Lifecycle();
  // Written by the thread that stops the executor; read by loops and runs.
  private final AtomicBoolean stopping = new AtomicBoolean();
  // Written by the thread that answers an operator; read by the loops.
  private final AtomicBoolean draining = new AtomicBoolean();
  private final AtomicBoolean isGracePeriodOver = new AtomicBoolean();

  private Executor(
      ExecutorOptions options,
      ExecutorPorts ports,
      Catalogue catalogue,
      ExecutorJobService jobService,
      ExecutorListener listener,
      Tracer tracer,
      Clock clock) {
    this.options = options;
    SafeExecutorListener safe = SafeExecutorListener.around(listener);
    OutageLog outageLog = new OutageLog("executor=" + options.name());
    this.timers = new Timers(clock);
    this.runningJobs = new RunningJobs(this::onFreeSlot);
    this.reportWriter = new ReportWriter(ports, timers, outageLog);
    FinishRun finishRun =
        new FinishRun(
            ports, jobService, reportWriter, safe, outageLog, clock, options.endWriteTimeout());
    this.runInterrupter =
        new RunInterrupter(timers, runningJobs, finishRun, safe, options.interruptTimeout());
    reportWriter.interrupter(runInterrupter);
    ExecutorContext context =
        new ExecutorContext(
            options,
            ports,
            jobService,
            safe,
            tracer,
            clock,
            timers,
            runningJobs,
            reportWriter,
            finishRun,
            runInterrupter,
            stopping::get,
            draining::get,
            catalogue::handlesCancel);
    this.sessionHolder = new SessionHolder(context, outageLog, this::wake, this::requestHeartbeat);
    CapabilityRefusals capabilityRefusals = new CapabilityRefusals(clock, this::requestHeartbeat);
    this.claimJobs =
        new ClaimJobs(context, sessionHolder, catalogue, capabilityRefusals, outageLog);
    this.claiming = PollLoop.withGracefulStop("executor-claim", claimJobs, stopTimeout(options));
    this.memberHeartbeat =
        MemberHeartbeat.create(
            ports.memberRegistry(),
            new DescribeExecutor(context, catalogue, capabilityRefusals, sessionHolder::lostLeases),
            () -> RunningJobsTable.of(runningJobs.list(), clock),
            "executor=" + options.name());
    memberHeartbeat.answersTo(MemberRegistry.DRAIN, argument -> setDraining(true));
    memberHeartbeat.answersTo(MemberRegistry.UNDRAIN, argument -> setDraining(false));
  }

  /** Creates an executor without traces; {@link #start} starts it. */
  public static Executor create(
      ExecutorOptions options,
      ExecutorPorts ports,
      Catalogue catalogue,
      ExecutorJobService jobService,
      ExecutorListener listener,
      Clock clock) {
    return create(options, ports, catalogue, jobService, listener, Tracer.OFF, clock);
  }

  /** Creates an executor whose attempts are spans of the traces of their jobs. */
  public static Executor create(
      ExecutorOptions options,
      ExecutorPorts ports,
      Catalogue catalogue,
      ExecutorJobService jobService,
      ExecutorListener listener,
      Tracer tracer,
      Clock clock) {
    return new Executor(options, ports, catalogue, jobService, listener, tracer, clock);
  }

  /**
   * Adds questions of operators that this executor answers. Must be called before the start.
   *
   * @param word the first word of the subject
   * @param answer gets the rest of the subject
   */
  public void answersTo(String word, UnaryOperator<String> answer) {
    memberHeartbeat.answersTo(word, answer);
  }

  @Override
  public void start() {
    lifecycle.start(
        () -> {
          timers.start();
          claiming.start();
          memberHeartbeat.start();
          LOG.info("executor started: executor={} slots={}", options.name(), options.slots());
        },
        this::drain);
  }

  /**
   * Stops claiming, notifies the stop handlers of the actions, waits up to the grace period for
   * them, interrupts the remaining jobs, abandons their claims, and leaves the board. Returns
   * within grace period and interrupt timeout.
   */
  @Override
  public void stop() {
    lifecycle.stop(this::drain);
  }

  /**
   * As {@link #stop}, without the grace period: for the second SIGTERM or SIGINT to the process.
   * Also shortens a stop that is under way. Jobs that do not end within a second of their interrupt
   * are abandoned at once.
   */
  public void stopNow() {
    isGracePeriodOver.set(true);
    runningJobs.signal();
    stop();
  }

  /** The number of jobs that run now. */
  public int running() {
    return runningJobs.size();
  }

  private void drain() {
    LOG.info("executor stops: executor={} runningJobs={}", options.name(), runningJobs.size());
    stopping.set(true);
    memberHeartbeat.sendHeartbeatNow();
    runningJobs.list().forEach(Executor::notifyStop);
    Duration half = options.interruptTimeout().dividedBy(2);
    awaitRuns(options.gracePeriod(), true);
    RunWithTimeout.run("executor-claim-stop", claiming::stop, stopTimeout(options).multipliedBy(2));
    runningJobs
        .list()
        .forEach(runningJob -> runInterrupter.interrupt(runningJob, InterruptReason.STOPPING));
    awaitRuns(isGracePeriodOver.get() && AT_ONCE.compareTo(half) < 0 ? AT_ONCE : half, false);
    int left = runningJobs.size();
    runningJobs.list().forEach(runInterrupter::abandonThreadOnLeave);
    leave(half);
    LOG.info("executor stopped: executor={} abandonedJobs={}", options.name(), left);
  }

  private static void notifyStop(RunningJob runningJob) {
    RunStopHandler runStopHandler = runningJob.stopHandler();
    if (runStopHandler != null) {
      runStopHandler.action().stopRequested();
    }
  }

  private void awaitRuns(Duration atMost, boolean mayEndGracePeriod) {
    AtomicBoolean expired = new AtomicBoolean();
    Timers.Alarm alarm =
        timers.scheduleAfter(
            atMost,
            () -> {
              expired.set(true);
              runningJobs.signal();
            });
    runningJobs.awaitQuiet(() -> expired.get() || (mayEndGracePeriod && isGracePeriodOver.get()));
    timers.cancel(alarm);
  }

  private void leave(Duration atMost) {
    memberHeartbeat.stop();
    if (!sessionHolder.leave(atMost)) {
      LOG.warn(
          "executor could not release its claims before it stopped, because the servers do not"
              + " answer; its claims expire with its lease: executor={}",
          options.name());
    }
    reportWriter.stop();
    timers.stop();
  }

  private String setDraining(boolean drains) {
    if (draining.getAndSet(drains) != drains) {
      LOG.info(
          drains
              ? "executor claims no more jobs, because an operator drains it: executor={}"
              : "executor claims jobs again: executor={}",
          options.name());
    }
    memberHeartbeat.sendHeartbeatNow();
    wake();
    return MemberRegistry.DONE
        + (drains
            ? "the executor claims no more jobs; " + runningJobs.size() + " still run"
            : "the executor claims jobs again");
  }

  private void wake() {
    claiming.wake();
  }

  private void requestHeartbeat() {
    memberHeartbeat.planHeartbeat();
  }

  private void onFreeSlot() {
    // Without a backlog, a free slot is no reason to wake the poll loop: the next posting wakes it.
    if (claimJobs.hasBacklog()) {
      claiming.wake();
    }
  }

  private static Duration stopTimeout(ExecutorOptions options) {
    Duration tenth = options.interruptTimeout().dividedBy(10);
    return tenth.compareTo(AT_ONCE) < 0 ? tenth : AT_ONCE;
  }
}
