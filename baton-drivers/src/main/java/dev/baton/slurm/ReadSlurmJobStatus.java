// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.slurm;

import dev.baton.engine.EngineStatus;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells from its files and from Slurm how one engine job stands, or one instance of it, and writes
 * down that it is over.
 */
final class ReadSlurmJobStatus {

  /** How long Slurm may go on to call a job running whose script has written down its end. */
  private static final Duration UNTOLD = Duration.ofSeconds(10);

  private final ForgottenJobs forgotten;
  private final Clock clock;
  // From when on the script is believed rather than Slurm, by folder.
  private final Map<Path, Deadline> ended = new ConcurrentHashMap<>();

  ReadSlurmJobStatus(ForgottenJobs forgotten, Clock clock) {
    this.forgotten = forgotten;
    this.clock = clock;
  }

  /** Of all that were submitted for it, the one that runs the program, has run it, or may. */
  static Optional<SlurmJob> decisive(StoredJob job, SlurmQueue.Queue now) {
    List<SlurmJob> submitted = now.submittedFor(job);
    if (job.claimed()) {
      return submitted.stream()
          .filter(one -> Long.valueOf(one.number()).equals(job.number()))
          .findFirst();
    }
    return submitted.stream()
        .filter(one -> !one.state().isOver())
        .findFirst()
        .or(() -> submitted.stream().reduce((first, second) -> second));
  }

  /** How it stands; empty if it was to be deleted, or was, and nothing is left of it in Slurm. */
  Optional<EngineStatus> status(StoredJob job, SlurmQueue.Queue now, SlurmQueue.Accounting then)
      throws IOException {
    if (job.over() != null) {
      return Optional.of(job.over());
    }
    Optional<SlurmJob> queued = decisive(job, now);
    if (queued.isPresent()) {
      forgotten.markKnown(job);
      return queued.get().state().isOver() ? end(job, queued.get()) : active(job, queued.get());
    }
    SlurmJobId id = job.id();
    if (id == null) {
      return unsubmitted(job);
    }
    Optional<SlurmJob> past = then.find(id, job.name());
    if (past.isPresent() && past.get().state().isOver()) {
      return end(job, past.get());
    }
    boolean inArray = id.task() != null && now.numbers().contains(id.number());
    return switch (forgotten.resolve(job, inArray, then.answered())) {
      case ForgottenJobs.Resolution.Open open -> Optional.of(open.status());
      case ForgottenJobs.Resolution.Over over -> write(job, over.status());
      case ForgottenJobs.Resolution.TakenOut out -> end(job, takenOut(job, id));
      case ForgottenJobs.Resolution.Gone gone -> Optional.empty();
    };
  }

  /** Slurm keeps no record of what is cancelled before its turn in an array. */
  private static SlurmJob takenOut(StoredJob job, SlurmJobId id) {
    return new SlurmJob(id, job.name(), SlurmState.CANCELLED, 0, 0, null, null, null, job.uid());
  }

  /** It may be about to be submitted; whoever makes it again does so if it is not. */
  private static Optional<EngineStatus> unsubmitted(StoredJob job) {
    return job.deleting()
        ? Optional.empty()
        : Optional.of(EngineStatus.waiting("it is being submitted"));
  }

  /**
   * A controller that crashed before it had saved that a job was over calls it running for minutes.
   */
  private boolean isEndUntold(JobFolder files) {
    return Files.exists(files.file("exit"))
        && ended
            .computeIfAbsent(files.path(), path -> Deadline.after(clock.nanos(), UNTOLD))
            .isPast(clock);
  }

  private Optional<EngineStatus> active(StoredJob job, SlurmJob queued) throws IOException {
    if (job.number() == null) {
      job.folder().writeFirst(job.folder().id(), String.valueOf(queued.number()));
    }
    if (isEndUntold(job.files())) {
      return write(job, JobEnd.of(job.files(), queued, true, clock));
    }
    Instant start = queued.start();
    // Slurm calls it running before its script has begun.
    if (queued.state().isRunning() && start != null && Files.exists(job.files().claim())) {
      return Optional.of(EngineStatus.running(start));
    }
    String why = queued.reason() == null ? "" : ": " + queued.reason();
    return Optional.of(
        EngineStatus.waiting("Slurm job " + queued.number() + " is " + queued.state() + why));
  }

  private Optional<EngineStatus> end(StoredJob job, SlurmJob ended) throws IOException {
    JobFolder files = job.files();
    try {
      // Takes the right to run from a second submission, should there be one.
      files.writeFirst(files.claim(), String.valueOf(ended.number()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    Optional<Long> owner = files.claimed();
    if (owner.isPresent() && owner.get() != ended.number()) {
      return Optional.of(EngineStatus.waiting("Slurm job " + owner.get() + " runs it"));
    }
    boolean ran = Files.exists(files.file("rounds"));
    return write(job, JobEnd.of(files, ended, ran, clock));
  }

  /** The first to write it down is right, and stays so. */
  Optional<EngineStatus> write(StoredJob job, EngineStatus status) throws IOException {
    JobFolder files = job.files();
    try {
      files.writeFirst(files.over(), JobEnd.text(status));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    Files.deleteIfExists(files.run());
    ended.remove(files.path());
    String written = JobFolder.textOf(files.over());
    return written.isEmpty() ? Optional.empty() : Optional.of(JobEnd.parse(written));
  }
}
