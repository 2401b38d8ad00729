// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.distributor;

import dev.baton.election.DistributionState;
import dev.baton.election.DistributionStore;
import dev.baton.election.Term;
import dev.baton.error.LostClaimException;
import dev.baton.error.UnavailableException;
import dev.baton.jobservice.JobService;
import dev.baton.plugin.Distribution;
import dev.baton.plugin.DistributionTask;
import dev.baton.plugin.JobSource;
import dev.baton.plugin.MisfirePolicy;
import dev.baton.plugin.Schedule;
import dev.baton.plugin.Upkeep;
import dev.baton.service.Backoff;
import dev.baton.service.Clock;
import dev.baton.service.ForeignInterrupts;
import dev.baton.service.OutageLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one pass of a distribution that this process leads: posts the due jobs or does upkeep, and
 * stores the progress. A previous leader may have posted the jobs of a scheduled time without
 * storing that it did. Then the store refuses the post, and the creation time of the existing jobs
 * decides which scheduled time follows ({@link ScheduledTimeOutcome#until}). So no scheduled time
 * is posted twice, and none is left out.
 */
final class RunDistribution implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(RunDistribution.class);
  private static final Backoff BACKOFF =
      Backoff.doubling(Duration.ofMillis(200), Duration.ofSeconds(10));
  private static final int MAX_ERROR = 1_000;

  /** Thrown when the term has ended or cannot be confirmed. */
  private static final class TermEnded extends RuntimeException {
    TermEnded() {
      super("the term has ended, or cannot be confirmed", null, false, false);
    }
  }

  /**
   * Thrown when the distributor interrupted the pass while the pass handled a scheduled time. The
   * scheduled time counts as not handled, so the next leader handles it again.
   */
  private static final class PassInterrupted extends RuntimeException {
    private static final long serialVersionUID = 1;

    PassInterrupted(Throwable cause) {
      super("the pass was interrupted: it took too long, or the distributor stops", cause);
    }
  }

  /** The scheduled time that was handled, with its outcome and its error. */
  private record TimeRun(Instant time, ScheduledTimeOutcome outcome, @Nullable String error) {}

  private final ContendedDistribution contendedDistribution;
  private final Term term;
  private final DistributionStore store;
  private final PostScheduledJobs posts;
  private final Clock clock;
  private final OutageLog outageLog;
  private final Runnable onEnd;

  RunDistribution(
      ContendedDistribution contendedDistribution,
      Term term,
      DistributionStore store,
      JobService jobService,
      Clock clock,
      OutageLog outageLog,
      Runnable onEnd) {
    this.contendedDistribution = contendedDistribution;
    this.term = term;
    this.store = store;
    this.posts = new PostScheduledJobs(contendedDistribution, jobService, this::checkTerm);
    this.clock = clock;
    this.outageLog = outageLog;
    this.onEnd = onEnd;
  }

  @Override
  public void run() {
    try {
      runDue();
      contendedDistribution.passSucceeded();
      outageLog.callSucceeded("run distribution " + contendedDistribution.name());
    } catch (UnavailableException e) {
      outageLog.callFailed("run distribution " + contendedDistribution.name(), e);
      again();
    } catch (TermEnded | LostClaimException e) {
      LOG.debug(
          "distribution is now led by another distributor, so its work ends here: distribution={}",
          contendedDistribution.name(),
          e);
      again();
    } catch (PassInterrupted e) {
      LOG.info(
          "distribution stopped early; its next leader repeats the work: distribution={} reason={}",
          contendedDistribution.name(),
          e.getMessage());
      again();
    } catch (RuntimeException | Error e) {
      contendedDistribution.unexpectedFailures().failed(contendedDistribution.name(), e);
      again();
    } finally {
      contendedDistribution.passEnded();
      onEnd.run();
    }
  }

  private void again() {
    contendedDistribution.wakeAt(
        clock.now().plus(BACKOFF.after(contendedDistribution.passFailed())));
  }

  private void runDue() {
    boolean isFirstPass = contendedDistribution.state(term) == null;
    DistributionState state = knownState();
    Instant next = state.nextTime();
    if (isFirstPass
        && next != null
        && next.isAfter(clock.now())
        && contendedDistribution.distribution().distributionTask() instanceof Upkeep) {
      // The first pass of a term runs upkeep at once: work that a previous leader did not finish,
      // or that a restart undid, must not wait for the next time.
      Instant now = clock.now();
      state = save(run(now, now), next);
    }
    ContendedDistribution.RunRequest request = contendedDistribution.openRequest();
    if (request != null) {
      // A request is a further time; the times of the schedule do not change. The request ends
      // after the run is stored, so that a failed pass is repeated.
      Instant requested = clock.now();
      state = save(run(requested, requested), next);
      contendedDistribution.carriedOut(request);
    }
    if (next == null) {
      contendedDistribution.wakeAt(Instant.MAX);
      return;
    }
    Instant now = clock.now();
    DueTimes.Due due = DueTimes.due(contendedDistribution.distribution(), next, now);
    List<Instant> times = due.times();
    for (int i = 0; i < times.size(); i++) {
      TimeRun timeRun = run(times.get(i), now);
      state = save(timeRun, i + 1 < times.size() ? times.get(i + 1) : timeAfter(timeRun, due));
    }
    if (times.isEmpty() && !next.equals(due.next())) {
      LOG.info(
          "distribution skips missed times: distribution={} firstMissed={}",
          contendedDistribution.name(),
          next);
      state = save(next(state, due.next()));
    }
    Instant then = state.nextTime();
    contendedDistribution.wakeAt(then == null ? Instant.MAX : then);
  }

  /**
   * Returns the next scheduled time to store. If the misfire policy is to post once for several
   * scheduled times, it is the first time that the post does not cover. A previous leader, which
   * died or got no answer, may have made this post when fewer or more scheduled times were due than
   * now.
   */
  private @Nullable Instant timeAfter(TimeRun timeRun, DueTimes.Due due) {
    Distribution distribution = contendedDistribution.distribution();
    return distribution.misfire() == MisfirePolicy.RUN_ONCE
        ? DueTimes.after(distribution.schedule(), timeRun.time(), timeRun.outcome().until())
        : due.next();
  }

  /**
   * Returns the state of the distribution: as it was last read or written in this term, or else
   * from the store. If the distribution is new or its schedule has changed, a new state is stored
   * first.
   */
  private DistributionState knownState() {
    DistributionState knownState = contendedDistribution.state(term);
    if (knownState != null) {
      return knownState;
    }
    String name = contendedDistribution.name();
    DistributionState stored =
        store.all().stream().filter(each -> each.name().equals(name)).findFirst().orElse(null);
    String schedule = contendedDistribution.distribution().schedule().text();
    if (stored != null && stored.schedule().equals(schedule)) {
      contendedDistribution.state(stored, term);
      return stored;
    }
    // Stored before any job is posted, because a next leader must start with the same scheduled
    // time.
    Instant first =
        DueTimes.first(contendedDistribution.distribution().schedule(), stored, clock.now());
    return save(
        stored == null
            ? new DistributionState(name, schedule, null, first, 0, null, term.contender(), 0, null)
            : next(stored, first));
  }

  /** Handles one scheduled time. Returns its outcome and its error, if any. */
  private TimeRun run(Instant time, Instant now) {
    ScheduledTimeOutcome outcome = new ScheduledTimeOutcome(0, now);
    String error = null;
    try {
      outcome = runTask(contendedDistribution.distribution().distributionTask(), time, now);
      if (contendedDistribution.isNewError(null)) {
        LOG.info("distribution works again: distribution={}", contendedDistribution.name());
      }
    } catch (UnavailableException | TermEnded e) {
      throw e;
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      if (contendedDistribution.isPassInterrupted()) {
        // After the distributor has interrupted the pass, any exception of the code counts as a
        // result of the interrupt.
        throw new PassInterrupted(e);
      }
      error = e.getClass().getSimpleName() + ": " + e.getMessage();
      if (contendedDistribution.isNewError(error)) {
        LOG.warn(
            "distribution failed; the distributor continues with the next scheduled time:"
                + " distribution={} scheduledTime={}",
            contendedDistribution.name(),
            time,
            e);
      } else {
        LOG.debug(
            "distribution failed with the same error as before: distribution={} scheduledTime={}",
            contendedDistribution.name(),
            time,
            e);
      }
    }
    return new TimeRun(time, outcome, error);
  }

  private DistributionState save(TimeRun timeRun, @Nullable Instant timeAfter) {
    String error = timeRun.error();
    DistributionState before = Objects.requireNonNull(contendedDistribution.state(term));
    List<Instant> missed = missed(before, timeAfter);
    return save(
        new DistributionState(
            contendedDistribution.name(),
            contendedDistribution.distribution().schedule().text(),
            timeRun.time(),
            timeAfter,
            timeRun.outcome().count(),
            error == null || error.length() <= MAX_ERROR ? error : error.substring(0, MAX_ERROR),
            term.contender(),
            before.misfires() + missed.size(),
            missed.isEmpty() ? before.lastMisfire() : missed.getLast()));
  }

  /** The scheduled times that were missed when the next time of a state becomes a later time. */
  private List<Instant> missed(DistributionState state, @Nullable Instant next) {
    Instant from = state.nextTime();
    Schedule schedule = contendedDistribution.distribution().schedule();
    return from == null || !state.schedule().equals(schedule.text())
        ? List.of()
        : DueTimes.missed(schedule, from, next, clock.now());
  }

  private ScheduledTimeOutcome runTask(DistributionTask distributionTask, Instant time, Instant now)
      throws Exception {
    checkTerm();
    try {
      return done(distributionTask, time, now);
    } finally {
      // Clears an interrupt flag that the plugin's code has set, because the flag would disturb the
      // write that follows.
      ForeignInterrupts.clear(contendedDistribution::isPassInterrupted);
    }
  }

  private ScheduledTimeOutcome done(DistributionTask distributionTask, Instant time, Instant now)
      throws Exception {
    return switch (distributionTask) {
      case JobSource source -> {
        ScheduledTimeOutcome outcome = posts.post(source, time, now);
        if (outcome.count() > 0) {
          LOG.info(
              "distribution posted jobs: distribution={} jobs={} scheduledTime={}",
              contendedDistribution.name(),
              outcome.count(),
              time);
        }
        yield outcome;
      }
      case Upkeep upkeep -> {
        int changed = Math.clamp(upkeep.run(), 0, Integer.MAX_VALUE);
        if (changed > 0) {
          LOG.info(
              "upkeep is done: distribution={} changes={}", contendedDistribution.name(), changed);
        }
        yield new ScheduledTimeOutcome(changed, now);
      }
    };
  }

  private DistributionState next(DistributionState state, @Nullable Instant next) {
    List<Instant> missed = missed(state, next);
    return new DistributionState(
        state.name(),
        contendedDistribution.distribution().schedule().text(),
        state.lastTime(),
        next,
        state.lastPosted(),
        state.lastError(),
        term.contender(),
        state.misfires() + missed.size(),
        missed.isEmpty() ? state.lastMisfire() : missed.getLast());
  }

  private DistributionState save(DistributionState state) {
    checkTerm();
    store.save(state, term);
    contendedDistribution.state(state, term);
    return state;
  }

  private void checkTerm() {
    Term held = contendedDistribution.trustedTerm();
    if (held == null || held.token() != term.token()) {
      throw new TermEnded();
    }
  }
}
