// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.distributor;

import dev.baton.election.Election;
import dev.baton.election.Term;
import dev.baton.jobservice.JobService;
import dev.baton.member.Member;
import dev.baton.member.MemberHeartbeat;
import dev.baton.member.MemberRegistry;
import dev.baton.plugin.Catalogue;
import dev.baton.plugin.Distribution;
import dev.baton.plugin.Schedule;
import dev.baton.service.Clock;
import dev.baton.service.Lifecycle;
import dev.baton.service.OutageLog;
import dev.baton.service.PollLoop;
import dev.baton.service.RunWithTimeout;
import dev.baton.service.Service;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs distributions on schedule. For each distribution of the catalogue, at most one distributor
 * at a time is elected. A distributor starts even if the backend does not answer, and continues
 * after an outage. If the code of a plugin throws an exception, users see the exception in the
 * state of its distribution; the other distributions continue.
 */
public final class Distributor implements Service {

  private static final Logger LOG = LoggerFactory.getLogger(Distributor.class);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

  private final DistributorOptions options;
  private final Election election;
  private final List<ContendedDistribution> elections;
  private final PollLoop loop;
  private final MemberHeartbeat memberHeartbeat;
  // Written by the thread that stops the distributor; read by the poll loop of the heartbeat.
  private final AtomicBoolean stopping = new AtomicBoolean();
  private final Lifecycle lifecycle = new Lifecycle();

  private Distributor(
      DistributorOptions options,
      DistributorPorts ports,
      Catalogue catalogue,
      JobService jobService,
      Clock clock) {
    this.options = options;
    this.election = ports.election();
    this.elections =
        catalogue.distributions().stream()
            .filter(each -> !options.exclude().contains(each.name()))
            .map(each -> new ContendedDistribution(overridden(each, options), clock))
            .toList();
    String key = "distributor=" + options.name();
    LeadDistributions lead =
        new LeadDistributions(
            elections,
            options.name() + "-" + UUID.randomUUID().toString().substring(0, 8),
            options.lease(),
            ports,
            jobService,
            clock,
            new OutageLog(key));
    this.loop = PollLoop.onPlatformThread("distributor", lead, STOP_TIMEOUT);
    lead.loop(loop);
    Member member = member(options, clock);
    this.memberHeartbeat =
        MemberHeartbeat.create(
            ports.memberRegistry(),
            () -> member.toBuilder().seen(clock.now()).stopping(stopping.get()).build(),
            this::describeWork,
            key);
    memberHeartbeat.answersTo(MemberRegistry.RUN_DISTRIBUTION, this::runNow);
  }

  /** Creates a distributor; {@link #start} starts it. */
  public static Distributor create(
      DistributorOptions options,
      DistributorPorts ports,
      Catalogue catalogue,
      JobService jobService,
      Clock clock) {
    return new Distributor(options, ports, catalogue, jobService, clock);
  }

  /**
   * Adds questions of operators that this distributor answers. Must be called before the start.
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
          loop.start();
          memberHeartbeat.start();
          LOG.info(
              "distributor started: distributor={} distributions={}",
              options.name(),
              elections.size());
        },
        this::end);
  }

  /**
   * Waits at most two seconds for running passes to end, and then ends its terms, so that other
   * distributors can lead at once. Returns within twelve seconds, even if the backend or a plugin
   * hangs.
   */
  @Override
  public void stop() {
    lifecycle.stop(this::end);
  }

  private void end() {
    stopping.set(true);
    RunWithTimeout.run("distributor-stop", loop::stop, STOP_TIMEOUT.multipliedBy(2));
    RunWithTimeout.run(
        "distributor-passes",
        () -> elections.forEach(each -> each.awaitPassEnd(STOP_TIMEOUT)),
        STOP_TIMEOUT);
    elections.forEach(ContendedDistribution::interruptPass);
    RunWithTimeout.run("distributor-resign", this::resign, STOP_TIMEOUT);
    memberHeartbeat.stop();
    LOG.info("distributor stopped: distributor={}", options.name());
  }

  /**
   * Starts a pass of the poll loop now, which contends and runs the due distributions. Tests call
   * this method after they have moved a manual clock, because a manual clock wakes no thread.
   */
  void wake() {
    loop.wake();
  }

  private void resign() {
    for (ContendedDistribution contendedDistribution : elections) {
      Term term = contendedDistribution.term();
      // The term is removed before the resignation: a pass that still runs must not post under a
      // term that this process has resigned.
      contendedDistribution.termChanged(null);
      if (term != null) {
        election.resign(term);
      }
    }
  }

  private String runNow(String name) {
    ContendedDistribution known =
        elections.stream().filter(each -> each.name().equals(name)).findFirst().orElse(null);
    if (known == null || known.trustedTerm() == null) {
      return "this process does not lead the distribution '" + name + "'";
    }
    known.request();
    loop.wake();
    LOG.info("distribution runs now, because an operator requested it: distribution={}", name);
    return MemberRegistry.DONE + "the distribution runs now";
  }

  private String describeWork() {
    return String.join("\n", elections.stream().map(ContendedDistribution::describe).toList());
  }

  private static Distribution overridden(Distribution each, DistributorOptions options) {
    Duration interval = options.intervals().get(each.name());
    return interval == null ? each : each.withSchedule(Schedule.every(interval));
  }

  private static Member member(DistributorOptions options, Clock clock) {
    return Member.builder(
            "executor/" + UUID.randomUUID(), Member.Kind.DISTRIBUTOR, options.name(), clock.now())
        .host(Member.localHost())
        .pid(ProcessHandle.current().pid())
        .version(options.version())
        .build();
  }
}
