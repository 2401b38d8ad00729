// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fault;

import dev.baton.campaign.fault.FaultKind.Target;
import dev.baton.campaign.history.History;
import dev.baton.campaign.stack.CampaignInstallation;
import dev.baton.campaign.stack.CampaignLog;
import dev.baton.campaign.stack.Polling;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Injects faults until its time is over: in each lane one after the other, every kind once before
 * any kind comes again, in an order that the seed decides.
 */
public final class FaultScheduler implements AutoCloseable {

  /** By how many seconds a wall clock jumps at most. */
  public static final int MAX_CLOCK_STEP_SECONDS = 40;

  private static final int BUSY_LANE = 8;
  private static final Duration AFTERMATH = Duration.ofSeconds(10);
  private static final Duration LONGEST_FAULT = Duration.ofMinutes(3);

  private final CampaignInstallation campaignInstallation;
  private final List<FaultKind> kinds;
  private final FaultAim aim;
  private final CampaignLog log;
  private final Queue<History.Excuse> excuses = FaultContext.noExcuses();
  private final Map<String, Integer> counts = new ConcurrentSkipListMap<>();
  private final Map<String, Integer> failures = new ConcurrentSkipListMap<>();
  private final Map<String, Integer> notPossible = new ConcurrentSkipListMap<>();
  // When each kind was over; the greatest number while it is not.
  private final Map<String, Long> lastSeen = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable Throwable> notHealed = new AtomicReference<>();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  // Written by the campaign, read by the lanes.
  private volatile boolean isStopped;

  /** Keeps the kinds that apply to the installation. */
  public FaultScheduler(
      CampaignInstallation campaignInstallation,
      List<FaultKind> kinds,
      FaultAim aim,
      CampaignLog log) {
    this.campaignInstallation = campaignInstallation;
    this.aim = aim;
    this.kinds = kinds.stream().filter(kind -> kind.applies().test(campaignInstallation)).toList();
    this.log = log;
    this.kinds.forEach(kind -> counts.put(kind.name(), 0));
  }

  /** Starts the lanes. */
  public void start(long seed) {
    Random random = new Random(seed);
    for (Target lane : Target.values()) {
      List<FaultKind> own = kinds.stream().filter(kind -> kind.lane() == lane).toList();
      long laneSeed = random.nextLong();
      if (!own.isEmpty()) {
        threads.add(Thread.ofVirtual().name("faults").start(() -> run(own, new Random(laneSeed))));
      }
    }
  }

  private void run(List<FaultKind> own, Random random) {
    try {
      injectAll(own, random);
    } catch (IllegalStateException e) {
      // Interrupted, as the campaign is broken off.
      if (!isStopped) {
        throw e;
      }
    }
  }

  private void injectAll(List<FaultKind> own, Random random) {
    FaultContext context = new FaultContext(campaignInstallation, aim, random, log, excuses);
    Deque<FaultKind> bag = new ArrayDeque<>();
    Set<String> missed = new HashSet<>();
    while (!isStopped) {
      if (bag.isEmpty()) {
        missed.clear();
        List<FaultKind> shuffled = new ArrayList<>(own);
        Collections.shuffle(shuffled, random);
        bag.addAll(shuffled);
      }
      FaultKind kind = bag.removeFirst();
      if (!inject(kind, context) && missed.add(kind.name())) {
        // Once more before the others come again: each kind is to come once.
        bag.addLast(kind);
      }
      // In a lane of few kinds each would come too often for anything else to happen.
      int longer = Math.max(1, BUSY_LANE / own.size());
      Polling.pause(Duration.ofMillis((long) random.nextInt(300, 2_000) * longer));
    }
  }

  /** Whether it was injected. */
  private boolean inject(FaultKind kind, FaultContext context) {
    long start = System.nanoTime();
    log.note("fault " + kind.name() + " begins");
    lastSeen.put(kind.name(), Long.MAX_VALUE);
    try {
      String target = kind.injection().inject(context);
      counts.merge(kind.name(), 1, Integer::sum);
      long millis = (System.nanoTime() - start) / 1_000_000;
      log.print("fault " + kind.name() + ": " + target + ", " + millis + " ms");
      return true;
    } catch (FaultNotPossibleException e) {
      notPossible.merge(kind.name(), 1, Integer::sum);
      log.note("fault " + kind.name() + " is not possible now: " + e.getMessage());
    } catch (NotHealedException e) {
      notHealed.set(e);
      isStopped = true;
      log.print(e.getMessage() + ": " + e.getCause());
    } catch (RuntimeException | Error e) {
      if (isStopped && Thread.currentThread().isInterrupted()) {
        return false;
      }
      failures.merge(kind.name(), 1, Integer::sum);
      log.print("fault " + kind.name() + " could not be injected: " + e);
    } finally {
      lastSeen.put(kind.name(), System.nanoTime());
    }
    return false;
  }

  /**
   * Throws if a fault could not be ended.
   *
   * @throws NotHealedException if so
   */
  public void requireHealed() {
    Throwable reason = notHealed.get();
    if (reason != null) {
      throw new NotHealedException("the run cannot be judged: " + reason.getMessage(), reason);
    }
  }

  /** Interrupts the faults of a campaign that is broken off. */
  public void abort() {
    isStopped = true;
    threads.forEach(Thread::interrupt);
  }

  /** Whether a process may end by itself now, because it has no memory, or had none just before. */
  public boolean mayEndProcesses() {
    long now = System.nanoTime();
    return Stream.of("memory", "heap")
        .map(lastSeen::get)
        .anyMatch(
            seen -> seen != null && (seen == Long.MAX_VALUE || now - seen < AFTERMATH.toNanos()));
  }

  /** How often each kind was injected. */
  public Map<String, Integer> counts() {
    return Map.copyOf(counts);
  }

  /** How often the injection of each kind failed. */
  public Map<String, Integer> failures() {
    return Map.copyOf(failures);
  }

  /** How often each kind that applies came up and was injected. */
  public Map<String, History.FaultSummary.InjectionCounts> tries() {
    Map<String, History.FaultSummary.InjectionCounts> tries = new HashMap<>();
    counts.forEach((kind, injected) -> {
      int others = failures.getOrDefault(kind, 0) + notPossible.getOrDefault(kind, 0);
      tries.put(kind, new History.FaultSummary.InjectionCounts(injected + others, injected));
    });
    return tries;
  }

  /** How often there was nothing that each kind could hit. */
  public Map<String, Integer> notPossible() {
    return Map.copyOf(notPossible);
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
          log.print("a fault did not end");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
