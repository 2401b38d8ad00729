// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.container;

import dev.baton.engine.EnginePlace;
import dev.baton.engine.Engines;
import dev.baton.error.BatonException;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import dev.baton.service.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which engines this process reaches. Probes an engine only when a caller needs the result,
 * at most every few seconds and on a separate thread, so that an engine that hangs blocks nobody.
 */
final class EngineAvailability {

  private static final Logger LOG = LoggerFactory.getLogger(EngineAvailability.class);
  private static final Duration FRESH = Duration.ofSeconds(5);

  /**
   * How long callers wait for the first answer of an engine. Later callers get the last answer at
   * once.
   */
  private static final Duration FIRST_ANSWER = Duration.ofSeconds(2);

  private final Engines engines;
  private final Clock clock;
  private final Map<String, Probe> probes = new ConcurrentHashMap<>();

  /** The result of a probe. */
  sealed interface Answer {
    /** The engine answers. */
    record Reached(EnginePlace place) implements Answer {}

    /**
     * The engine cannot be used here.
     *
     * @param reason which engine it is, and where it was searched
     */
    record Missing(String reason) implements Answer {}
  }

  EngineAvailability(Engines engines, Clock clock) {
    this.engines = engines;
    this.clock = clock;
  }

  /** The last known answer of the engine with this name. */
  Answer of(String name) throws InterruptedException {
    Probe probe = probes.computeIfAbsent(name, Probe::new);
    CompletableFuture<Answer> pendingAnswer = probe.currentAnswer();
    Answer last = probe.last;
    if (last != null) {
      return last;
    }
    try {
      return pendingAnswer.get(FIRST_ANSWER.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return new Answer.Missing("engine '" + name + "' has not answered yet");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Returns the identities of the places of those engines that answered the last probe. Also starts
   * a probe of all these engines, without waiting for it.
   */
  List<String> reached(Collection<String> names) {
    SortedSet<String> all = new TreeSet<>(names);
    all.addAll(probes.keySet());
    List<String> reached = new ArrayList<>();
    for (String name : all) {
      Probe probe = probes.computeIfAbsent(name, Probe::new);
      CompletableFuture<Answer> unused = probe.currentAnswer();
      if (probe.last instanceof Answer.Reached answer) {
        reached.add(answer.place().identity());
      }
    }
    return reached;
  }

  /** The last answer of one engine, and the running probe. */
  private final class Probe {
    private final String name;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by lock. Completed when a probe has ended; not completed before the first probe and
    // during a probe.
    private CompletableFuture<Answer> pendingAnswer = new CompletableFuture<>();
    private @Nullable Deadline fresh;
    // Written by the probing thread; read by any thread.
    private volatile @Nullable Answer last;

    Probe(String name) {
      this.name = name;
    }

    CompletableFuture<Answer> currentAnswer() {
      lock.lock();
      try {
        boolean first = fresh == null;
        if (first || (pendingAnswer.isDone() && fresh != null && fresh.isPast(clock))) {
          pendingAnswer = first ? pendingAnswer : new CompletableFuture<>();
          fresh = Deadline.after(clock.nanos(), FRESH);
          CompletableFuture<Answer> answer = pendingAnswer;
          Threads.virtual("engine-probe", () -> answer(answer)).start();
        }
        return pendingAnswer;
      } finally {
        lock.unlock();
      }
    }

    private void answer(CompletableFuture<Answer> answer) {
      Answer now = now();
      Answer before = last;
      last = now;
      answer.complete(now);
      if (before != null && before.getClass() != now.getClass()) {
        LOG.info("availability of an engine changed: engine={} availability={}", name, now);
      }
    }

    private Answer now() {
      try {
        return new Answer.Reached(engines.get(name).place());
      } catch (BatonException e) {
        return new Answer.Missing(describe(e));
      } catch (RuntimeException e) {
        // The code of a plugin may throw anything. The exception makes only the engine of that
        // plugin unavailable.
        if (!(last instanceof Answer.Missing)) {
          LOG.warn(
              "engine cannot be asked for its place, because its code failed; it counts as"
                  + " unavailable until it answers: engine={}",
              name,
              e);
        }
        return new Answer.Missing(describe(e));
      }
    }

    private String describe(RuntimeException e) {
      String message = String.valueOf(e.getMessage());
      return message.contains("'" + name + "'") ? message : "engine '" + name + "': " + message;
    }
  }
}
