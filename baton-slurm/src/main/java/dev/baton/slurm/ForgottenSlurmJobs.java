// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.slurm;

import dev.baton.engine.EngineReason;
import dev.baton.engine.EngineStatus;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what happened to submitted engine jobs that Slurm does not know. Slurm's controller
 * saves its jobs only every few seconds, so it loses the newest jobs when it crashes; it also
 * forgets finished jobs after some minutes. An engine job whose program has not started is
 * submitted again. The batch script ensures that only one of several submissions runs the program.
 */
final class ForgottenSlurmJobs {

  private static final Logger LOG = LoggerFactory.getLogger(ForgottenSlurmJobs.class);

  /**
   * How long an engine job must be missing before it is submitted again, because the data of
   * accounting and the files that nodes write may arrive late.
   */
  private static final Duration AGAIN = Duration.ofSeconds(2);

  private static final Duration DELETED = Duration.ofSeconds(10);
  private static final Duration LOST = Duration.ofMinutes(2);

  private final SubmitEngineJob submitEngineJob;
  private final Clock clock;
  // When each engine job was first found missing, on the monotonic clock, in nanoseconds.
  private final Map<Missed, Long> missed = new ConcurrentHashMap<>();

  private record Missed(String uid, @Nullable Integer instance) {
    static Missed of(StoredSlurmJob job) {
      return new Missed(job.uid(), job.instance());
    }
  }

  /** The state of a missing engine job, as far as it is known. */
  sealed interface Resolution {
    /** It is not known how the engine job ended, so it still counts as active. */
    record Open(EngineStatus status) implements Resolution {}

    /** The engine job is over. */
    record Over(EngineStatus status) implements Resolution {}

    /**
     * The instance was cancelled in Slurm before it started. Slurm keeps no record of such an
     * instance.
     */
    record TakenOut() implements Resolution {}

    /** The deletion of the engine job was requested, and Slurm no longer has the engine job. */
    record Gone() implements Resolution {}
  }

  ForgottenSlurmJobs(SubmitEngineJob submitEngineJob, Clock clock) {
    this.submitEngineJob = submitEngineJob;
    this.clock = clock;
  }

  void markKnown(StoredSlurmJob job) {
    missed.remove(Missed.of(job));
  }

  /**
   * Finds out what happened to a missing engine job. Submits it again if Slurm lost it before its
   * program started.
   *
   * @param inArray whether Slurm knows other instances of the engine job
   * @param accounted whether accounting was read and contains no end of the engine job
   */
  Resolution resolve(StoredSlurmJob job, boolean inArray, boolean accounted) throws IOException {
    long since = missed.computeIfAbsent(Missed.of(job), key -> clock.nanos());
    boolean exited = Files.exists(job.files().file("exit"));
    boolean claimed = Files.exists(job.files().claim());
    if (job.deleting()) {
      return exited || !claimed || isPast(since, DELETED)
          ? forget(job, new Resolution.Gone())
          : open(job);
    }
    if (accounted && exited) {
      return forget(job, new Resolution.Over(SlurmJobEnd.of(job.files(), null, true, clock)));
    }
    if (accounted && !claimed && inArray && isPast(since, AGAIN)) {
      return forget(job, new Resolution.TakenOut());
    }
    if (accounted && !claimed && isPast(since, AGAIN)) {
      LOG.warn(
          "Slurm lost a job that had not started; it is submitted again: engineJob={}", job.name());
      // This one submission starts all instances of the engine job that have not started, so the
      // others need none of their own.
      missed.keySet().removeIf(other -> other.uid().equals(job.uid()));
      submitEngineJob.submit(job.folder(), job.record());
      return open(job);
    }
    if (accounted && claimed && isPast(since, LOST)) {
      return forget(job, new Resolution.Over(lost()));
    }
    return open(job);
  }

  private Resolution forget(StoredSlurmJob job, Resolution resolution) {
    missed.remove(Missed.of(job));
    return resolution;
  }

  private static Resolution open(StoredSlurmJob job) {
    return new Resolution.Open(
        EngineStatus.waiting("at present, Slurm does not know job " + job.number()));
  }

  private EngineStatus lost() {
    return EngineStatus.failed(
        EngineReason.LOST,
        null,
        "Slurm no longer knows it, and its exit code was not stored",
        null,
        clock.now());
  }

  private boolean isPast(long since, Duration duration) {
    return Deadline.after(since, duration).isPast(clock);
  }
}
