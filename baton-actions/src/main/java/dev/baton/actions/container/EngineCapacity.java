// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.actions.container;

import dev.baton.engine.Engine;
import dev.baton.engine.EngineJob;
import dev.baton.error.BatonException;
import dev.baton.error.ForbiddenException;
import dev.baton.error.InvalidInputException;
import dev.baton.error.UnavailableException;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks whether an engine has room for another engine job. All callers share one list call to the
 * engine, made at most once a second; jobs admitted after that call are counted too. Executors do
 * not know the admissions of other executors. Together they may exceed a limit by the number of
 * jobs that they admit within that second.
 */
final class EngineCapacity {

  private static final Logger LOG = LoggerFactory.getLogger(EngineCapacity.class);
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final EngineSettings settings;
  private final Clock clock;
  private final Map<String, EngineState> states = new ConcurrentHashMap<>();

  /**
   * The state of one engine. Each engine has its own lock, so that a slow engine does not delay the
   * others.
   */
  private static final class EngineState {
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by lock.
    private @Nullable Snapshot snapshot;
  }

  /**
   * The answer of the engine to the last list call.
   *
   * @param until when the answer is too old
   * @param share the used share of the engine's capacity, or null if it was not read
   * @param failure the exception of the call, or null if it succeeded
   * @param owners the owner of each unfinished engine job, by the name of the engine job, including
   *     jobs that were admitted after the call
   */
  private record Snapshot(
      Deadline until,
      @Nullable Double share,
      @Nullable RuntimeException failure,
      Map<String, String> owners) {}

  EngineCapacity(EngineSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Admits a job, or returns the reason why it has to wait.
   *
   * @param owner the owner, in the form of the owner label
   * @throws UnavailableException if the engine does not answer or cannot list its engine jobs; all
   *     callers within a second get this exception
   * @throws BatonException if the engine refuses to list its engine jobs
   */
  Optional<String> admit(String engineName, Engine engine, String name, String owner)
      throws InterruptedException {
    if (settings.limit() == null && settings.ownerLimit() == null && settings.threshold() == null) {
      return Optional.empty();
    }
    EngineState engineState = states.computeIfAbsent(engineName, key -> new EngineState());
    // The lock is held during the call to the engine, so that callers at the same time share one
    // answer. An interrupt ends their wait for the lock. A hung engine delays only its own jobs.
    engineState.lock.lockInterruptibly();
    try {
      Snapshot snapshot = engineState.snapshot;
      if (snapshot == null || snapshot.until.isPast(clock)) {
        snapshot = readJobs(engineName, engine, snapshot);
        engineState.snapshot = snapshot;
      }
      if (snapshot.failure != null) {
        throw failure(engineName, snapshot.failure);
      }
      Optional<String> refusal = refusal(engineName, snapshot, owner);
      if (refusal.isEmpty()) {
        snapshot.owners.put(name, owner);
      }
      return refusal;
    } finally {
      engineState.lock.unlock();
    }
  }

  /**
   * A new exception for each caller, because several threads must not throw the same exception
   * object.
   */
  private static RuntimeException failure(String engineName, RuntimeException seen) {
    String message = String.valueOf(seen.getMessage());
    return switch (seen) {
      case UnavailableException away -> new UnavailableException(message, away);
      case ForbiddenException refused -> new ForbiddenException(message, refused);
      case InvalidInputException unfit -> new InvalidInputException(message, unfit);
      // The engine's code has a defect, or an engine job cannot be read. The job that asks for
      // admission is not at fault. Therefore the engine counts as unavailable, and the admission is
      // tried again later.
      default ->
          new UnavailableException(
              "engine '" + engineName + "' cannot list its jobs: " + seen, seen);
    };
  }

  private Snapshot readJobs(String engineName, Engine engine, @Nullable Snapshot before)
      throws InterruptedException {
    try {
      Double share = settings.threshold() == null ? null : engine.check().share();
      List<EngineJob> jobs = engine.list();
      Snapshot snapshot =
          new Snapshot(Deadline.after(clock.nanos(), FRESH), share, null, new HashMap<>());
      jobs.stream()
          .filter(job -> !job.status().isOver())
          .forEach(job ->
              snapshot.owners.put(job.name(), job.labels().getOrDefault(ContainerNames.OWNER, "")));
      return snapshot;
    } catch (RuntimeException e) {
      if (e instanceof UnavailableException && Thread.interrupted()) {
        // The call failed because this thread was interrupted, not because the engine is down. The
        // caller knows the reason for the interrupt.
        throw new InterruptedException();
      }
      boolean known = before != null && before.failure != null;
      if (!known && !(e instanceof BatonException)) {
        LOG.warn(
            "engine jobs cannot be listed, because the code of the engine failed; no jobs are"
                + " claimed for the engine until it answers: engine={}",
            engineName,
            e);
      }
      return new Snapshot(Deadline.after(clock.nanos(), FRESH), null, e, Map.of());
    }
  }

  private Optional<String> refusal(String engine, Snapshot snapshot, String owner) {
    Integer limit = settings.limit();
    if (limit != null && snapshot.owners.size() >= limit) {
      return Optional.of(
          "waits for room: engine '"
              + engine
              + "' has "
              + snapshot.owners.size()
              + " of "
              + limit
              + " jobs (engine-limit)");
    }
    Integer quota = settings.ownerLimit();
    long own = snapshot.owners.values().stream().filter(owner::equals).count();
    if (quota != null && own >= quota) {
      return Optional.of(
          "waits for other jobs of its owner: engine '"
              + engine
              + "' has "
              + own
              + " of "
              + quota
              + " jobs of '"
              + owner
              + "' (engine-owner-limit)");
    }
    Double threshold = settings.threshold();
    if (threshold != null && snapshot.share != null && snapshot.share >= threshold) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "waits for capacity: %.0f %% of engine '%s' is in use (engine-threshold is %.0f %%)",
              snapshot.share * 100,
              engine,
              threshold * 100));
    }
    return Optional.empty();
  }
}
