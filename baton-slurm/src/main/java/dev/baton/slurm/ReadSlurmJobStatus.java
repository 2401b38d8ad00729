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
 * Reads the status of an engine job, or of one of its instances, from its files and from Slurm, and
 * stores its end.
 */
final class ReadSlurmJobStatus {

  /** How long Slurm may report an engine job as running after its script has stored its end. */
  private static final Duration END_DELAY = Duration.ofSeconds(10);

  private final ForgottenSlurmJobs forgottenJobs;
  private final Clock clock;
  // When the end that the batch script has stored is accepted, although Slurm still reports the
  // engine job as running; by the folder of the engine job or instance.
  private final Map<Path, Deadline> ended = new ConcurrentHashMap<>();

  ReadSlurmJobStatus(ForgottenSlurmJobs forgottenJobs, Clock clock) {
    this.forgottenJobs = forgottenJobs;
    this.clock = clock;
  }

  /**
   * Returns the Slurm job that determines the status of the engine job. If several Slurm jobs were
   * submitted for the engine job, this is the Slurm job that runs the program, has run it, or may
   * still run it.
   */
  static Optional<SlurmJob> decisive(StoredSlurmJob job, SlurmQueue.Queue now) {
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

  /**
   * Returns the status. Returns empty if the engine job was deleted, or is being deleted and Slurm
   * no longer has it.
   */
  Optional<EngineStatus> status(
      StoredSlurmJob job, SlurmQueue.Queue now, SlurmQueue.Accounting then) throws IOException {
    if (job.over() != null) {
      return Optional.of(job.over());
    }
    Optional<SlurmJob> queued = decisive(job, now);
    if (queued.isPresent()) {
      forgottenJobs.markKnown(job);
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
    return switch (forgottenJobs.resolve(job, inArray, then.answered())) {
      case ForgottenSlurmJobs.Resolution.Open open -> Optional.of(open.status());
      case ForgottenSlurmJobs.Resolution.Over over -> write(job, over.status());
      case ForgottenSlurmJobs.Resolution.TakenOut out -> end(job, takenOut(job, id));
      case ForgottenSlurmJobs.Resolution.Gone gone -> Optional.empty();
    };
  }

  /**
   * Returns a cancelled Slurm job for an instance that was cancelled before it started. Slurm keeps
   * no record of such an instance.
   */
  private static SlurmJob takenOut(StoredSlurmJob job, SlurmJobId id) {
    return new SlurmJob(id, job.name(), SlurmState.CANCELLED, 0, 0, null, null, null, job.uid());
  }

  /**
   * Returns the status of an engine job without a Slurm job. Its creator may be about to submit it.
   * If the creator has died, the next process that creates the engine job submits it.
   */
  private static Optional<EngineStatus> unsubmitted(StoredSlurmJob job) {
    return job.deleting()
        ? Optional.empty()
        : Optional.of(EngineStatus.waiting("it is being submitted"));
  }

  /**
   * Whether the batch script has stored the end, but Slurm has not reported it in time. A
   * controller that crashed before it saved the end reports the engine job as running for minutes.
   */
  private boolean isEndUnreported(SlurmJobFolder files) {
    return Files.exists(files.file("exit"))
        && ended
            .computeIfAbsent(files.path(), path -> Deadline.after(clock.nanos(), END_DELAY))
            .isPast(clock);
  }

  private Optional<EngineStatus> active(StoredSlurmJob job, SlurmJob queued) throws IOException {
    if (job.number() == null) {
      job.folder().writeFirst(job.folder().id(), String.valueOf(queued.number()));
    }
    if (isEndUnreported(job.files())) {
      return write(job, SlurmJobEnd.of(job.files(), queued, true, clock));
    }
    Instant start = queued.start();
    // Slurm reports an engine job as running before its batch script has started.
    if (queued.state().isRunning() && start != null && Files.exists(job.files().claim())) {
      return Optional.of(EngineStatus.running(start));
    }
    String why = queued.reason() == null ? "" : ": " + queued.reason();
    return Optional.of(
        EngineStatus.waiting("Slurm job " + queued.number() + " is " + queued.state() + why));
  }

  private Optional<EngineStatus> end(StoredSlurmJob job, SlurmJob ended) throws IOException {
    SlurmJobFolder files = job.files();
    try {
      // The ended Slurm job takes the right to run the program, so that another submission of the
      // engine job no longer runs it.
      files.writeFirst(files.claim(), String.valueOf(ended.number()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    Optional<Long> owner = files.claimed();
    if (owner.isPresent() && owner.get() != ended.number()) {
      return Optional.of(EngineStatus.waiting("Slurm job " + owner.get() + " runs its program"));
    }
    boolean ran = Files.exists(files.file("rounds"));
    return write(job, SlurmJobEnd.of(files, ended, ran, clock));
  }

  /** Stores the end. The first stored end is valid and never changes. */
  Optional<EngineStatus> write(StoredSlurmJob job, EngineStatus status) throws IOException {
    SlurmJobFolder files = job.files();
    try {
      files.writeFirst(files.over(), SlurmJobEnd.text(status));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    Files.deleteIfExists(files.run());
    ended.remove(files.path());
    String written = SlurmJobFolder.textOf(files.over());
    return written.isEmpty() ? Optional.empty() : Optional.of(SlurmJobEnd.parse(written));
  }
}
