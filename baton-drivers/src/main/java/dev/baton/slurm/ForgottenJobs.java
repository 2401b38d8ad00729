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
 * Judges jobs that were submitted and that Slurm does not know: the controller saves its jobs every
 * few seconds only and forgets the last ones when it crashes, and it forgets what is over after
 * some minutes. What has not begun is submitted again; no two submissions run the program.
 */
final class ForgottenJobs {

  private static final Logger LOG = LoggerFactory.getLogger(ForgottenJobs.class);

  /** Accounting may lag behind, and files of nodes may show late. */
  private static final Duration AGAIN = Duration.ofSeconds(2);

  private static final Duration DELETED = Duration.ofSeconds(10);
  private static final Duration LOST = Duration.ofMinutes(2);

  private final SubmitEngineJob submitEngineJob;
  private final Clock clock;
  // Since when they are missed.
  private final Map<Missed, Long> missed = new ConcurrentHashMap<>();

  private record Missed(String uid, @Nullable Integer instance) {
    static Missed of(StoredJob job) {
      return new Missed(job.uid(), job.instance());
    }
  }

  /** What becomes of one. */
  sealed interface Resolution {
    /** It may still end. */
    record Open(EngineStatus status) implements Resolution {}

    /** It is over. */
    record Over(EngineStatus status) implements Resolution {}

    /** Somebody took it out of its array before it began. */
    record TakenOut() implements Resolution {}

    /** It was to be deleted, and nothing is left of it in Slurm. */
    record Gone() implements Resolution {}
  }

  ForgottenJobs(SubmitEngineJob submitEngineJob, Clock clock) {
    this.submitEngineJob = submitEngineJob;
    this.clock = clock;
  }

  /** Slurm does know it. */
  void markKnown(StoredJob job) {
    missed.remove(Missed.of(job));
  }

  /**
   * Judges one.
   *
   * @param inArray whether Slurm knows others of the array that it is of
   * @param accounted whether accounting was asked, and knows no end of it either
   */
  Resolution resolve(StoredJob job, boolean inArray, boolean accounted) throws IOException {
    long since = missed.computeIfAbsent(Missed.of(job), key -> clock.nanos());
    boolean exited = Files.exists(job.files().file("exit"));
    boolean claimed = Files.exists(job.files().claim());
    if (job.deleting()) {
      return exited || !claimed || isPast(since, DELETED)
          ? forget(job, new Resolution.Gone())
          : open(job);
    }
    if (accounted && exited) {
      return forget(job, new Resolution.Over(JobEnd.of(job.files(), null, true, clock)));
    }
    if (accounted && !claimed && inArray && isPast(since, AGAIN)) {
      return forget(job, new Resolution.TakenOut());
    }
    if (accounted && !claimed && isPast(since, AGAIN)) {
      LOG.warn("Slurm has lost a job that had not begun; submits it again, job={}", job.name());
      // All instances that have not begun, that is.
      missed.keySet().removeIf(other -> other.uid().equals(job.uid()));
      submitEngineJob.submit(job.folder(), job.record());
      return open(job);
    }
    if (accounted && claimed && isPast(since, LOST)) {
      return forget(job, new Resolution.Over(lost()));
    }
    return open(job);
  }

  private Resolution forget(StoredJob job, Resolution resolution) {
    missed.remove(Missed.of(job));
    return resolution;
  }

  private static Resolution open(StoredJob job) {
    return new Resolution.Open(
        EngineStatus.waiting("Slurm does not know job " + job.number() + " at present"));
  }

  private EngineStatus lost() {
    return EngineStatus.failed(
        EngineReason.LOST,
        null,
        "Slurm does not know it any more, and how it ended was not written down",
        null,
        clock.now());
  }

  private boolean isPast(long since, Duration duration) {
    return Deadline.after(since, duration).isPast(clock);
  }
}
