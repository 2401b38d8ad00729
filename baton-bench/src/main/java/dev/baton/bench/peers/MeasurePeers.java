// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.peers;

import java.util.Locale;
import java.util.function.Consumer;

/**
 * Measures all systems in all scenarios. The processes of a system stay for all rounds of a
 * scenario; in the scenario of several executors they are started for each measurement, because
 * many of them need much memory.
 */
final class MeasurePeers {

  private static final int WARM_UP_POSTS = 50;
  private static final int MANY_CLIENTS = 16;

  private final PeersOptions options;
  private final PeersDatabase database;
  private final PeerResults results = new PeerResults();
  private final Consumer<String> progress;

  MeasurePeers(PeersOptions options, PeersDatabase database, Consumer<String> progress) {
    this.options = options;
    this.database = database;
    this.progress = progress;
  }

  /** Runs all scenarios, one after the other. */
  PeerResults all() {
    for (PeerScenario scenario : options.scenarios()) {
      progress.accept(scenario.word() + ": " + scenario.text());
      AlternateSystems alternate =
          new AlternateSystems(scenario, options, database, results, progress);
      switch (scenario) {
        case THROUGHPUT, RESULT, LOG ->
            alternate.withSystems(
                alternate::warmUp,
                fleets ->
                    fleets.rounds(
                        (round, fleet, jobs) -> measureRun(alternate, round, fleet, jobs, 0)));
        case ENQUEUE ->
            alternate.withSystems(
                fleet -> options.jobs(),
                fleets ->
                    fleets.rounds((round, fleet, jobs) -> measurePosts(alternate, round, fleet)));
        case LATENCY ->
            alternate.withSystems(
                this::warmUpStarts,
                fleets ->
                    fleets.rounds(
                        (round, fleet, posts) -> measureStarts(alternate, round, fleet, posts)));
        case BACKLOG -> measureBacklog(alternate);
        case EXECUTORS -> measureExecutors(alternate);
      }
    }
    return results;
  }

  private void measureRun(
      AlternateSystems alternate, int round, PeerFleet fleet, int jobs, int backlog) {
    Costs post = fleet.post(jobs, 0);
    Costs run = fleet.run(jobs);
    results.add(
        new PeerFigure.Run(
            alternate.scenario, round, fleet.peerSystem(), fleet.executors(), backlog, run, post));
    String what = "round %d, %d executors, %,d behind".formatted(round, fleet.executors(), backlog);
    alternate.say(what, fleet, run);
  }

  /** One client commits for each post, so it gets fewer posts than the others. */
  private void measurePosts(AlternateSystems alternate, int round, PeerFleet fleet) {
    measurePosts(alternate, round, fleet, 1, Math.max(1, options.jobs() / 10));
    measurePosts(alternate, round, fleet, MANY_CLIENTS, Math.max(1, options.jobs() / 2));
    measurePosts(alternate, round, fleet, 0, options.jobs());
  }

  private void measurePosts(
      AlternateSystems alternate, int round, PeerFleet fleet, int clients, int wanted) {
    Costs costs = fleet.post(alternate.affordablePosts(fleet, clients, wanted), clients);
    results.add(new PeerFigure.Post(alternate.scenario, round, fleet.peerSystem(), clients, costs));
    String how = clients == 0 ? "in bulk" : "clients: " + clients;
    alternate.say("round " + round + ", " + how, fleet, costs);
  }

  private int warmUpStarts(PeerFleet fleet) {
    fleet.latencies(Math.min(options.posts(), WARM_UP_POSTS));
    return options.posts();
  }

  private void measureStarts(AlternateSystems alternate, int round, PeerFleet fleet, int posts) {
    double load = ProcessorTime.load();
    double[] millis = fleet.latencies(posts);
    double p50 = PeerResults.percentile(millis, 50);
    double p99 = PeerResults.percentile(millis, 99);
    double max = PeerResults.percentile(millis, 100);
    PeerSystem peerSystem = fleet.peerSystem();
    results.add(
        new PeerFigure.Start(alternate.scenario, round, peerSystem, posts, p50, p99, max, load));
    alternate.say(
        "round %d, %s: p50 %.2f ms, p99 %.2f ms".formatted(round, peerSystem.label(), p50, p99));
  }

  /** All systems run first without other jobs, then with the backlog behind. */
  private void measureBacklog(AlternateSystems alternate) {
    alternate.withSystems(
        alternate::warmUp,
        fleets -> {
          fleets.rounds((round, fleet, jobs) -> measureRun(alternate, round, fleet, jobs, 0));
          fleets.once(1, (round, fleet, jobs) -> postBacklog(alternate, fleet));
          fleets.rounds(
              (round, fleet, jobs) -> measureRun(alternate, round, fleet, jobs, options.backlog()));
        });
  }

  private void postBacklog(AlternateSystems alternate, PeerFleet fleet) {
    double perSecond =
        PeerResults.median(
            results.of(PeerFigure.Run.class, alternate.scenario),
            run -> run.peerSystem() == fleet.peerSystem(),
            run -> run.post().jobsPerSecond());
    double seconds = options.backlog() / perSecond;
    if (seconds > options.longestBacklog().toSeconds()) {
      String reason =
          String.format(
              Locale.ROOT,
              "posting %,d jobs would take %,.0f s, at %,.0f jobs/s; see --longest-backlog",
              options.backlog(),
              seconds,
              perSecond);
      results.skip(alternate.scenario, fleet.peerSystem(), reason);
      alternate.say("not measured: " + fleet.peerSystem().label() + ": " + reason);
    } else {
      alternate.say("posting the backlog of " + fleet.peerSystem().label());
      fleet.post(options.backlog(), 0);
    }
  }

  private void measureExecutors(AlternateSystems alternate) {
    for (int executors : options.executors()) {
      for (int round = 1; round <= options.rounds(); round++) {
        for (PeerSystem peerSystem : alternate.order(round)) {
          measureExecutors(alternate, round, peerSystem, executors);
        }
      }
    }
  }

  private void measureExecutors(
      AlternateSystems alternate, int round, PeerSystem peerSystem, int executors) {
    alternate.attempt(
        peerSystem,
        () -> {
          try (PeerFleet fleet = alternate.start(peerSystem, executors)) {
            measureRun(alternate, round, fleet, alternate.warmUp(fleet), 0);
          }
        });
  }
}
