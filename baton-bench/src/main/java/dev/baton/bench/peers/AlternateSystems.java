// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.peers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/**
 * Lets the systems take turns in one scenario, so that a change of the machine meets all of them. A
 * system that fails is left out from then on.
 */
final class AlternateSystems {

  private static final int TRIAL_JOBS = 500;

  final PeerScenario scenario;
  final PeersOptions options;
  final PeerResults results;
  private final PeersDatabase database;
  private final Consumer<String> progress;

  AlternateSystems(
      PeerScenario scenario,
      PeersOptions options,
      PeersDatabase database,
      PeerResults results,
      Consumer<String> progress) {
    this.scenario = scenario;
    this.options = options;
    this.database = database;
    this.results = results;
    this.progress = progress;
  }

  /** The measurement of one system in one round. */
  interface Turn {
    void measure(int round, PeerFleet fleet, int jobs);
  }

  /** The measurements that follow the start of all systems. */
  interface Body {
    void run(Fleets fleets);
  }

  /** The running systems and how many jobs each gets per measurement. */
  final class Fleets {
    private final Map<PeerSystem, PeerFleet> running = new EnumMap<>(PeerSystem.class);
    private final Map<PeerSystem, Integer> jobs = new EnumMap<>(PeerSystem.class);

    /** Ends a system that has failed, so that it uses no processor while others are measured. */
    private void closeFailed(PeerSystem peerSystem) {
      if (results.hasFailed(scenario, peerSystem) && running.containsKey(peerSystem)) {
        running.remove(peerSystem).close();
      }
    }

    /** Measures all systems in all rounds. */
    void rounds(Turn turn) {
      for (int round = 1; round <= options.rounds(); round++) {
        once(round, turn);
      }
    }

    /** Measures all systems once. Each round begins with another system. */
    void once(int round, Turn turn) {
      for (PeerSystem peerSystem : order(round)) {
        PeerFleet fleet = running.get(peerSystem);
        if (fleet != null && !results.isSkipped(scenario, peerSystem)) {
          int share = jobs.getOrDefault(peerSystem, options.jobs());
          attempt(peerSystem, () -> turn.measure(round, fleet, share));
          closeFailed(peerSystem);
        }
      }
    }
  }

  /**
   * Starts one process of each system, prepares it, and runs the body.
   *
   * @param prepare warms the system up and returns how many jobs it gets per measurement
   */
  void withSystems(ToIntFunction<PeerFleet> prepare, Body body) {
    Fleets fleets = new Fleets();
    try {
      for (PeerSystem peerSystem : options.systems()) {
        attempt(
            peerSystem,
            () -> {
              PeerFleet fleet = start(peerSystem, 1);
              fleets.running.put(peerSystem, fleet);
              fleets.jobs.put(peerSystem, prepare.applyAsInt(fleet));
            });
        fleets.closeFailed(peerSystem);
      }
      body.run(fleets);
    } finally {
      fleets.running.values().forEach(PeerFleet::close);
    }
  }

  /** The systems in the order of a round. */
  List<PeerSystem> order(int round) {
    List<PeerSystem> systems = new ArrayList<>(options.systems());
    Collections.rotate(systems, 1 - round);
    return systems;
  }

  /** Measures a system, unless it has failed before in this scenario. */
  void attempt(PeerSystem peerSystem, Runnable measurement) {
    if (results.hasFailed(scenario, peerSystem)) {
      return;
    }
    try {
      measurement.run();
    } catch (PeerFailedException e) {
      results.fail(scenario, peerSystem, String.valueOf(e.getMessage()));
      say("FAILED: " + e.getMessage());
    }
  }

  PeerFleet start(PeerSystem peerSystem, int executors) {
    return PeerFleet.start(peerSystem, scenario.jobWork(), executors, database, options.heap());
  }

  /**
   * Runs a few jobs to find out how many the system can run in the longest time of a measurement,
   * and runs so many to warm up.
   */
  int warmUp(PeerFleet fleet) {
    int trial = Math.min(TRIAL_JOBS, options.jobs());
    fleet.post(trial, 0);
    int jobs = affordable(fleet.run(trial).jobsPerSecond(), options.jobs(), trial);
    fleet.post(jobs, 0);
    say("warm-up", fleet, fleet.run(jobs));
    return jobs;
  }

  /** How many jobs to post with so many clients in one measurement. */
  int affordablePosts(PeerFleet fleet, int clients, int wanted) {
    int trial = Math.min(wanted, TRIAL_JOBS);
    return affordable(fleet.post(trial, clients).jobsPerSecond(), wanted, trial);
  }

  private int affordable(double perSecond, int wanted, int least) {
    return (int) Math.min(wanted, Math.max(least, perSecond * options.longest().toSeconds()));
  }

  void say(String text) {
    progress.accept("  " + text);
  }

  void say(String what, PeerFleet fleet, Costs costs) {
    say(
        String.format(
            Locale.ROOT,
            "%s, %s: %,d jobs, %,.0f/s, %.0f µs and %.0f bytes each, load %.1f",
            what,
            fleet.peerSystem().label(),
            costs.jobs(),
            costs.jobsPerSecond(),
            costs.cpuMicrosPerJob(),
            costs.walBytesPerJob(),
            costs.load()));
  }
}
