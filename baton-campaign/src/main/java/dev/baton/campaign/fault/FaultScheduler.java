// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fault;

import dev.baton.campaign.fault.FaultKind.Lane;
import dev.baton.campaign.history.History;
import dev.baton.campaign.stack.EventLog;
import dev.baton.campaign.stack.Installation;
import dev.baton.campaign.stack.Waits;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Injects faults until its time is over: in each lane one after the other, every kind once before
 * any kind comes again, in an order that the seed decides.
 */
public final class FaultScheduler implements AutoCloseable {

  /** By how many seconds a wall clock jumps at most. */
  public static final int MAX_CLOCK_STEP_SECONDS = 40;

  private static final int BUSY_LANE = 8;
  private static final Duration LONGEST_FAULT = Duration.ofMinutes(3);

  private final Installation installation;
  private final List<FaultKind> kinds;
  private final EventLog log;
  private final Queue<History.Excuse> excuses = FaultContext.noExcuses();
  private final Map<String, Integer> counts = new ConcurrentSkipListMap<>();
  private final Map<String, Integer> failures = new ConcurrentSkipListMap<>();
  private final List<Thread> threads = new ArrayList<>();
  // Written by the campaign, read by the lanes.
  private volatile boolean isStopped;

  /** Keeps the kinds that apply to the installation. */
  public FaultScheduler(Installation installation, List<FaultKind> kinds, EventLog log) {
    this.installation = installation;
    this.kinds = kinds.stream().filter(kind -> kind.applies().test(installation)).toList();
    this.log = log;
    this.kinds.forEach(kind -> counts.put(kind.name(), 0));
  }

  /** Starts the lanes. */
  public void start(long seed) {
    Random random = new Random(seed);
    for (Lane lane : Lane.values()) {
      List<FaultKind> own = kinds.stream().filter(kind -> kind.lane() == lane).toList();
      long laneSeed = random.nextLong();
      if (!own.isEmpty()) {
        threads.add(Thread.ofVirtual().name("faults").start(() -> run(own, new Random(laneSeed))));
      }
    }
  }

  private void run(List<FaultKind> own, Random random) {
    FaultContext context = new FaultContext(installation, random, log, excuses);
    Deque<FaultKind> bag = new ArrayDeque<>();
    while (!isStopped) {
      if (bag.isEmpty()) {
        List<FaultKind> shuffled = new ArrayList<>(own);
        Collections.shuffle(shuffled, random);
        bag.addAll(shuffled);
      }
      inject(bag.removeFirst(), context);
      // In a lane of few kinds each would come too often for anything else to happen.
      int longer = Math.max(1, BUSY_LANE / own.size());
      Waits.pause(Duration.ofMillis((long) random.nextInt(300, 2_000) * longer));
    }
  }

  private void inject(FaultKind kind, FaultContext context) {
    long start = System.nanoTime();
    log.note("fault " + kind.name() + " begins");
    try {
      String target = kind.injection().inject(context);
      counts.merge(kind.name(), 1, Integer::sum);
      long millis = (System.nanoTime() - start) / 1_000_000;
      log.say("fault " + kind.name() + ": " + target + ", " + millis + " ms");
    } catch (FaultNotPossibleException e) {
      log.note("fault " + kind.name() + " is not possible now: " + e.getMessage());
    } catch (RuntimeException e) {
      failures.merge(kind.name(), 1, Integer::sum);
      log.say("fault " + kind.name() + " could not be injected: " + e);
    }
  }

  /** How often each kind was injected. */
  public Map<String, Integer> counts() {
    return Map.copyOf(counts);
  }

  /** How often the injection of each kind failed. */
  public Map<String, Integer> failures() {
    return Map.copyOf(failures);
  }

  /** When processes had no processor time, or clocks moved. */
  public List<History.Excuse> excuses() {
    return List.copyOf(excuses);
  }

  /** Injects nothing more, and waits until what was injected is over. */
  @Override
  public void close() {
    isStopped = true;
    for (Thread thread : threads) {
      try {
        if (!thread.join(LONGEST_FAULT)) {
          log.say("a fault did not end");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
