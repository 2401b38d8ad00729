// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.bench.peers;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * One system with a database of its own: one or several processes, each with an executor. The first
 * process also posts. Used by one thread.
 */
final class PeerFleet implements AutoCloseable {

  private static final long POLL_NANOS = 2_000_000;
  private static final Duration STANDSTILL = Duration.ofMinutes(2);

  private final PeerSystem peerSystem;
  private final PeersDatabase database;
  private final String url;
  private final List<PeerProcess> processes = new ArrayList<>();
  private long waiting;

  private PeerFleet(PeerSystem peerSystem, PeersDatabase database) {
    this.peerSystem = peerSystem;
    this.database = database;
    this.url = database.newDatabase();
  }

  /**
   * Starts the processes of a system and waits until they are ready.
   *
   * @param heap the heap of each process, as the option {@code -Xmx} takes it
   */
  static PeerFleet start(
      PeerSystem peerSystem, JobWork jobWork, int executors, PeersDatabase database, String heap) {
    PeerFleet fleet = new PeerFleet(peerSystem, database);
    try {
      for (int i = 0; i < executors; i++) {
        PeerProcess process =
            PeerProcess.start(peerSystem, peerSystem.possible(jobWork), fleet.url, heap);
        fleet.processes.add(process);
        // The first process creates the tables.
        process.awaitReady();
      }
      return fleet;
    } catch (PeerFailedException e) {
      fleet.close();
      throw e;
    }
  }

  PeerSystem peerSystem() {
    return peerSystem;
  }

  String url() {
    return url;
  }

  /** The number of processes that run jobs. */
  int executors() {
    return processes.size();
  }

  /** Posts jobs, which then wait. {@code clients} post one by one; 0 clients post in bulk. */
  Costs post(int count, int clients) {
    database.settle(url);
    CostReading before = CostReading.take(processes, database);
    double seconds = processes.getFirst().ask("post " + count + " " + clients)[0];
    CostReading after = CostReading.take(processes, database);
    waiting += count;
    expectUnfinished("after the posts");
    return before.until(after, count, seconds);
  }

  /**
   * Runs jobs that wait. If they are all that wait, the time ends when the end of each is durable;
   * otherwise it ends when so many have run. It begins with the start of the first job.
   *
   * @throws PeerFailedException if a job was lost, failed or ran twice, or if nothing happens for
   *     two minutes
   */
  Costs run(int count) {
    database.settle(url);
    CostReading before = CostReading.take(processes, database);
    askAll("start");
    awaitRuns(count);
    if (waiting == count) {
      awaitEnds();
    }
    long end = System.nanoTime();
    CostReading after = CostReading.take(processes, database);
    double first = firstNanos();
    askAll("stop");
    checkRuns(count);
    return before.until(after, count, (end - first) / 1e9);
  }

  private void awaitRuns(int count) {
    long runs = 0;
    long lastChange = System.nanoTime();
    while (runs < count) {
      LockSupport.parkNanos(POLL_NANOS);
      long now = runs();
      if (now > runs) {
        runs = now;
        lastChange = System.nanoTime();
      }
      checkStandstill(lastChange, "ran " + runs + " of " + count + " jobs");
    }
  }

  private void awaitEnds() {
    long start = System.nanoTime();
    while (processes.getFirst().ask("ended")[0] == 0) {
      checkStandstill(start, "ran all jobs, but some of them have not ended");
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  private void checkStandstill(long sinceNanos, String state) {
    if (System.nanoTime() - sinceNanos > STANDSTILL.toNanos()) {
      throw new PeerFailedException(
          peerSystem.label() + " " + state + ", and then nothing happened for " + STANDSTILL);
    }
  }

  private void checkRuns(int count) {
    long runs = runs();
    if (waiting == count) {
      if (runs != count) {
        throw new PeerFailedException(
            peerSystem.label() + " ran " + runs + " jobs; expected " + count);
      }
      waiting = 0;
      expectUnfinished("after the run");
      return;
    }
    long unfinished = unfinished();
    if (unfinished > waiting - count || unfinished < waiting - runs) {
      throw new PeerFailedException(
          "%s ran %d of %d jobs; then %d had not ended"
              .formatted(peerSystem.label(), runs, waiting, unfinished));
    }
    waiting = unfinished;
  }

  private void expectUnfinished(String when) {
    long unfinished = unfinished();
    if (unfinished != waiting) {
      throw new PeerFailedException(
          "%s has %d jobs that have not ended with success %s; expected %d"
              .formatted(peerSystem.label(), unfinished, when, waiting));
    }
  }

  private long unfinished() {
    return (long) processes.getFirst().ask("unfinished")[0];
  }

  private long runs() {
    return (long) askAll("ran").stream().mapToDouble(answer -> answer[0]).sum();
  }

  private double firstNanos() {
    return askAll("ran").stream()
        .mapToDouble(answer -> answer[1])
        .filter(nanos -> nanos != 0)
        .min()
        .orElseThrow(() -> new PeerFailedException(peerSystem.label() + " ran no job"));
  }

  /** The milliseconds from each post to the start of the job, on an idle system, sorted. */
  double[] latencies(int count) {
    database.settle(url);
    askAll("start");
    double[] millis = processes.getFirst().ask("time " + count);
    awaitEnds();
    askAll("stop");
    checkTimed(count, millis);
    Arrays.sort(millis);
    return millis;
  }

  private void checkTimed(int count, double[] millis) {
    if (millis.length != count || runs() != count) {
      throw new PeerFailedException(
          "%s ran %d jobs and timed %d; expected %d"
              .formatted(peerSystem.label(), runs(), millis.length, count));
    }
  }

  private List<double[]> askAll(String request) {
    processes.forEach(process -> process.send(request));
    return processes.stream().map(process -> process.readAnswer("'" + request + "'")).toList();
  }

  @Override
  public void close() {
    processes.forEach(PeerProcess::close);
    database.drop(url);
  }
}
