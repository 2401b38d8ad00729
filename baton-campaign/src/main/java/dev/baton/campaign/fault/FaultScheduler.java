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
 * Injects faults until it is closed. Each lane injects its faults one after the other, and every
 * kind once before any kind is repeated, in an order that depends on the seed.
 */
public final class FaultScheduler implements AutoCloseable {

  /** The maximum jump of a wall clock, in seconds. */
  public static final int MAX_CLOCK_STEP_SECONDS = 40;

  private static final int BUSY_LANE = 8;
  private static final Duration AFTERMATH = Duration.ofSeconds(10);
  private static final Duration LONGEST_FAULT = Duration.ofMinutes(10);

  private final CampaignInstallation campaignInstallation;
  private final List<FaultKind> kinds;
  private final FaultAim aim;
  private final CampaignLog log;
  private final Queue<History.Excuse> excuses = FaultContext.noExcuses();
  private final Map<String, Integer> counts = new ConcurrentSkipListMap<>();
  private final Map<String, Integer> failures = new ConcurrentSkipListMap<>();
  private final Map<String, Integer> notPossible = new ConcurrentSkipListMap<>();
  // The end time of the last fault of each kind; Long.MAX_VALUE while the fault lasts.
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
    for (Target targetLane : Target.values()) {
      List<FaultKind> own = kinds.stream().filter(kind -> kind.targetLane() == targetLane).toList();
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
      // The thread was interrupted because the campaign was aborted.
      if (!isStopped) {
        throw e;
      }
    }
  }

  private void injectAll(List<FaultKind> own, Random random) {
    FaultContext context = new FaultContext(campaignInstallation, aim, random, log, excuses);
    Deque<FaultKind> kindsLeft = new ArrayDeque<>();
    Set<String> missed = new HashSet<>();
    while (!isStopped) {
      if (kindsLeft.isEmpty()) {
        missed.clear();
        List<FaultKind> shuffled = new ArrayList<>(own);
        Collections.shuffle(shuffled, random);
        kindsLeft.addAll(shuffled);
      }
      FaultKind kind = kindsLeft.removeFirst();
      if (!inject(kind, context) && missed.add(kind.name())) {
        // Tries the kind once more in this round, so that each kind is injected if possible.
        kindsLeft.addLast(kind);
      }
      // In a lane with few kinds, each kind would occur so often that the load could not progress.
      int longer = Math.max(1, BUSY_LANE / own.size());
      Polling.pause(Duration.ofMillis((long) random.nextInt(300, 2_000) * longer));
    }
  }

  /** Injects a fault and returns whether that succeeded. */
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
   * Checks that all faults were ended.
   *
   * @throws NotHealedException if a fault could not be ended
   */
  public void requireHealed() {
    Throwable reason = notHealed.get();
    if (reason != null) {
      throw new NotHealedException("the run cannot be judged: " + reason.getMessage(), reason);
    }
  }

  /** Interrupts the faults of a campaign that is aborted. */
  public void abort() {
    isStopped = true;
    threads.forEach(Thread::interrupt);
  }

  /**
   * Whether a process may end by itself now because a fault takes its memory or did so a moment
   * ago.
   */
  public boolean mayEndProcesses() {
    long now = System.nanoTime();
    return Stream.of("memory", "heap")
        .map(lastSeen::get)
        .anyMatch(
            seen -> seen != null && (seen == Long.MAX_VALUE || now - seen < AFTERMATH.toNanos()));
  }

  /** The number of injections of each kind. */
  public Map<String, Integer> counts() {
    return Map.copyOf(counts);
  }

  /** The number of failed injections of each kind. */
  public Map<String, Integer> failures() {
    return Map.copyOf(failures);
  }

  /** The number of attempts and of injections of each applicable kind. */
  public Map<String, History.FaultSummary.InjectionCounts> tries() {
    Map<String, History.FaultSummary.InjectionCounts> tries = new HashMap<>();
    counts.forEach((kind, injected) -> {
      int others = failures.getOrDefault(kind, 0) + notPossible.getOrDefault(kind, 0);
      tries.put(kind, new History.FaultSummary.InjectionCounts(injected + others, injected));
    });
    return tries;
  }

  /** How many times each kind found nothing to hit. */
  public Map<String, Integer> notPossible() {
    return Map.copyOf(notPossible);
  }

  /** The times in which processes had no processor time or clocks moved. */
  public List<History.Excuse> excuses() {
    return List.copyOf(excuses);
  }

  /** Stops the injections and waits until the current faults are over. */
  @Override
  public void close() {
    isStopped = true;
    for (Thread thread : threads) {
      try {
        if (!thread.join(LONGEST_FAULT)) {
          log.print("a fault did not end in time; the campaign no longer waits for it");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
