// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.slurm;

import dev.baton.engine.EngineInstances;
import dev.baton.engine.EngineJob;
import dev.baton.engine.EngineStatus;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Reads the status of engine jobs, and continues deletions that any process has requested. */
final class ReadSlurmJobs {

  private static final Duration CANCEL_AGAIN = Duration.ofSeconds(5);

  private final StoredSlurmJobs files;
  private final SlurmQueue queue;
  private final ReadSlurmJobStatus resolve;
  private final Clock clock;
  // When Slurm may be asked again to cancel the Slurm jobs of an engine job, by the uid of the
  // engine job.
  private final Map<String, Deadline> cancelled = new ConcurrentHashMap<>();

  ReadSlurmJobs(
      StoredSlurmJobs files, SlurmQueue queue, ForgottenSlurmJobs forgottenJobs, Clock clock) {
    this.files = files;
    this.queue = queue;
    this.resolve = new ReadSlurmJobStatus(forgottenJobs, clock);
    this.clock = clock;
  }

  /**
   * An engine job and its parts that end separately, as the files showed them before Slurm was
   * queried.
   */
  private record Read(StoredSlurmJob job, List<StoredSlurmJob> parts) {
    static Read of(StoredSlurmJob job) throws IOException {
      return new Read(job, job.over() == null ? job.openParts() : List.of());
    }
  }

  /** Returns the engine job, or empty if there is none. */
  Optional<EngineJob> read(String name) throws IOException {
    Optional<StoredSlurmJob> job = files.read(name);
    return job.isEmpty()
        ? Optional.empty()
        : resolveAll(List.of(Read.of(job.get())), this::resolveOne).stream().findFirst();
  }

  /**
   * Returns all engine jobs. Queries Slurm once for all of them, or not at all if all engine jobs
   * are over.
   */
  List<EngineJob> readAll() throws IOException {
    List<Read> reads = new ArrayList<>();
    for (StoredSlurmJob job : files.all()) {
      try {
        reads.add(Read.of(job));
      } catch (IOException | RuntimeException e) {
        // An engine job whose instances cannot be read must not prevent the others from being read.
        files.unreadable().failed(job.name(), e);
      }
    }
    return resolveAll(reads, this::resolveOrSkip);
  }

  /** Whether the state of the engine job is unknown because its files cannot be read. */
  boolean isUnreadable(String name) {
    return files.unreadable().contains(name);
  }

  /**
   * Determines the status of one engine job; empty if the engine job no longer exists or cannot be
   * read.
   */
  @FunctionalInterface
  private interface StatusResolution {
    Optional<EngineJob> resolve(Read read, SlurmQueue.Queue now, SlurmQueue.Accounting then)
        throws IOException;
  }

  /**
   * Determines the status of one engine job. If this fails, returns empty, so that the other engine
   * jobs are still read.
   */
  private Optional<EngineJob> resolveOrSkip(
      Read read, SlurmQueue.Queue now, SlurmQueue.Accounting then) {
    try {
      Optional<EngineJob> one = resolveOne(read, now, then);
      files.unreadable().readSucceeded(read.job().name());
      return one;
    } catch (IOException | RuntimeException e) {
      files.unreadable().failed(read.job().name(), e);
      return Optional.empty();
    }
  }

  private Optional<EngineJob> resolveOne(
      Read read, SlurmQueue.Queue now, SlurmQueue.Accounting then) throws IOException {
    Optional<EngineJob> one = resolve(read, now, then);
    return one.isPresent() && isExpired(read.job(), one.get()) ? Optional.empty() : one;
  }

  private List<EngineJob> resolveAll(List<Read> reads, StatusResolution each) throws IOException {
    List<StoredSlurmJob> open =
        reads.stream()
            .flatMap(read -> read.parts().stream())
            .filter(StoredSlurmJob::isOpen)
            .toList();
    SlurmQueue.Queue now = open.isEmpty() ? SlurmQueue.Queue.EMPTY : queue.queue();
    SlurmQueue.Accounting then = queue.accounting(unknown(open, now));
    List<EngineJob> settled = new ArrayList<>();
    for (Read read : reads) {
      each.resolve(read, now, then).ifPresent(settled::add);
    }
    return settled;
  }

  private static List<Long> unknown(List<StoredSlurmJob> open, SlurmQueue.Queue now) {
    List<Long> numbers = new ArrayList<>();
    for (StoredSlurmJob job : open) {
      if (job.number() != null && ReadSlurmJobStatus.decisive(job, now).isEmpty()) {
        numbers.add(job.number());
      }
    }
    return numbers;
  }

  private Optional<EngineJob> resolve(Read read, SlurmQueue.Queue now, SlurmQueue.Accounting then)
      throws IOException {
    StoredSlurmJob job = read.job();
    if (job.over() != null) {
      return over(job, job.over());
    }
    List<EngineStatus> each = new ArrayList<>();
    for (StoredSlurmJob part : read.parts()) {
      resolve.status(part, now, then).ifPresent(each::add);
    }
    if (job.deleting() && each.stream().allMatch(EngineStatus::isOver)) {
      return gone(job);
    }
    if (each.isEmpty() || (each.size() < read.parts().size() && !job.deleting())) {
      // The engine job was deleted while it was read.
      return Optional.empty();
    }
    if (job.deleting()) {
      cancel(job, now);
    }
    EngineStatus status =
        job.record().instances() == null ? each.getFirst() : EngineInstances.together(each);
    if (!status.isOver()) {
      return Optional.of(job.as(status));
    }
    Optional<EngineStatus> written = resolve.write(job, status);
    return written.isEmpty() ? Optional.empty() : over(job, written.get());
  }

  /** Asks Slurm to cancel all Slurm jobs that were submitted for the engine job. */
  void cancel(String name) throws IOException {
    Optional<StoredSlurmJob> job = files.read(name);
    if (job.isPresent() && job.get().over() == null) {
      cancel(job.get(), queue.queue());
    }
  }

  private void cancel(StoredSlurmJob job, SlurmQueue.Queue now) {
    Deadline next = cancelled.get(job.uid());
    List<Long> numbers =
        now.submittedForAll(job.name(), job.uid()).stream()
            .filter(submitted -> !submitted.state().isOver())
            .map(SlurmJob::number)
            .distinct()
            .toList();
    if ((next == null || next.isPast(clock)) && !numbers.isEmpty()) {
      cancelled.put(job.uid(), Deadline.after(clock.nanos(), CANCEL_AGAIN));
      queue.cancel(numbers);
    }
  }

  private Optional<EngineJob> over(StoredSlurmJob job, EngineStatus status) throws IOException {
    // The deletion may have been requested after the files were read.
    if (job.deleting() || Files.exists(job.folder().deleted())) {
      return gone(job);
    }
    return Optional.of(job.as(status));
  }

  private Optional<EngineJob> gone(StoredSlurmJob job) throws IOException {
    job.folder().remove(job.uid());
    cancelled.remove(job.uid());
    return Optional.empty();
  }

  private boolean isExpired(StoredSlurmJob job, EngineJob settled) throws IOException {
    Duration keep = job.record().keep();
    Instant end = settled.status().finished();
    if (keep == null || end == null || clock.now().isBefore(end.plus(keep))) {
      return false;
    }
    gone(job);
    return true;
  }
}
