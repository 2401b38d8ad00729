// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.distributor;

import dev.baton.election.Term;
import dev.baton.error.UnavailableException;
import dev.baton.jobservice.JobService;
import dev.baton.service.Clock;
import dev.baton.service.OutageLog;
import dev.baton.service.PassResult;
import dev.baton.service.PollLoop;
import dev.baton.service.Threads;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Contends for all distributions in one call, and starts a pass of each due distribution that it
 * leads, on a separate thread. Never waits for a pass.
 */
final class LeadDistributions implements PollLoop.Pass {

  private static final Logger LOG = LoggerFactory.getLogger(LeadDistributions.class);

  /**
   * The longest duration of a pass. A longer pass is interrupted. Until it ends, this process does
   * not contend for its distribution, so another process may lead the distribution.
   */
  private static final Duration TOO_LONG = Duration.ofMinutes(5);

  private final List<ContendedDistribution> elections;
  private final String contender;
  private final Duration lease;
  private final DistributorPorts ports;
  private final JobService jobService;
  private final Clock clock;
  private final OutageLog outageLog;
  // Set once, before the first pass.
  private @Nullable PollLoop loop;
  // Used only by the thread of the poll loop.
  private @Nullable Long lastNanos;
  private boolean failed;

  LeadDistributions(
      List<ContendedDistribution> elections,
      String contender,
      Duration lease,
      DistributorPorts ports,
      JobService jobService,
      Clock clock,
      OutageLog outageLog) {
    this.elections = List.copyOf(elections);
    this.contender = contender;
    this.lease = lease;
    this.ports = ports;
    this.jobService = jobService;
    this.clock = clock;
    this.outageLog = outageLog;
  }

  void loop(PollLoop newLoop) {
    loop = newLoop;
  }

  @Override
  public PassResult runOnce() {
    elections.forEach(this::interruptIfTooLong);
    Duration untilContest = untilContest();
    if (untilContest.isZero()) {
      contend();
      untilContest = apart();
    }
    Duration untilDue = startDue();
    return PassResult.waitFor(untilDue.compareTo(untilContest) < 0 ? untilDue : untilContest);
  }

  private Duration untilContest() {
    if (lastNanos == null) {
      return Duration.ZERO;
    }
    Duration left = apart().minusNanos(clock.nanos() - lastNanos);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /**
   * Returns the time between two calls of the election. Terms are confirmed after half their
   * length. After a failed call the time is shorter, so that several calls fit into the rest of a
   * term.
   */
  private Duration apart() {
    return lease.dividedBy(failed ? 12 : 2);
  }

  private void contend() {
    lastNanos = clock.nanos();
    List<String> names =
        elections.stream()
            .filter(this::contends)
            .map(ContendedDistribution::electionName)
            .distinct()
            .toList();
    try {
      Map<String, Term> terms =
          ports.election().contend(names, contender, lease).stream()
              .collect(Collectors.toMap(Term::name, Function.identity()));
      elections.forEach(contendedDistribution ->
          elected(contendedDistribution, terms.get(contendedDistribution.electionName())));
      outageLog.callSucceeded("take part in elections");
      failed = false;
    } catch (UnavailableException e) {
      // The terms are not given up here: a term stays valid until its end, and a term that cannot
      // be confirmed ends by itself.
      outageLog.callFailed("take part in elections", e);
      failed = true;
    }
  }

  private void elected(ContendedDistribution contendedDistribution, @Nullable Term term) {
    boolean led = contendedDistribution.term() != null;
    contendedDistribution.termChanged(term);
    if (led != (term != null)) {
      LOG.info(
          led
              ? "distributor no longer leads a distribution: distributor={} distribution={}"
              : "distributor leads a distribution: distributor={} distribution={}",
          contender,
          contendedDistribution.name());
    }
  }

  private boolean contends(ContendedDistribution contendedDistribution) {
    return contendedDistribution.passDuration().compareTo(TOO_LONG) < 0;
  }

  private void interruptIfTooLong(ContendedDistribution contendedDistribution) {
    if (contends(contendedDistribution)) {
      return;
    }
    Thread stuck = contendedDistribution.interruptPass();
    Term term = contendedDistribution.term();
    if (stuck != null) {
      LOG.warn(
          "distribution takes too long and is interrupted; this distributor gives up its"
              + " leadership, so another distributor may lead the distribution before the"
              + " interrupted work has ended: distribution={} limit={} stack={}",
          contendedDistribution.name(),
          TOO_LONG,
          List.of(stuck.getStackTrace()));
    }
    if (term != null) {
      contendedDistribution.termChanged(null);
      resign(term);
    }
  }

  private void resign(Term term) {
    try {
      ports.election().resign(term);
    } catch (UnavailableException e) {
      LOG.debug(
          "leadership cannot be given up now and ends with its lease: distribution={}",
          term.name(),
          e);
    }
  }

  /** Starts the passes that are due. Returns the time until the next distribution is due. */
  private Duration startDue() {
    Instant now = clock.now();
    Duration soonest = lease;
    for (ContendedDistribution contendedDistribution : elections) {
      Term term = contendedDistribution.trustedTerm();
      if (term == null || contendedDistribution.isPassRunning()) {
        continue;
      }
      Instant due = contendedDistribution.wakeAt();
      if (due.isAfter(now) && !contendedDistribution.isRequestDue()) {
        soonest = shorter(soonest, now, due);
      } else {
        contendedDistribution.startPass(
            Threads.virtual(
                "distribution-" + contendedDistribution.name(), pass(contendedDistribution, term)));
      }
    }
    return soonest;
  }

  private static Duration shorter(Duration bound, Instant now, Instant due) {
    return due.isAfter(now.plus(bound)) ? bound : Duration.between(now, due);
  }

  private RunDistribution pass(ContendedDistribution contendedDistribution, Term term) {
    return new RunDistribution(
        contendedDistribution,
        term,
        ports.distributions(),
        jobService,
        clock,
        outageLog,
        this::wake);
  }

  private void wake() {
    if (loop != null) {
      loop.wake();
    }
  }
}
