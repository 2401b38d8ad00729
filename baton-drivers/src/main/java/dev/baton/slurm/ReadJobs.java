// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.slurm;

import dev.baton.engine.EngineJob;
import dev.baton.engine.EngineStatus;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads how engine jobs stand from their files and from Slurm, writes down what is over, and goes
 * on with deletions, whoever asked for them.
 */
final class ReadJobs {

  private static final Duration CANCEL_AGAIN = Duration.ofSeconds(5);

  private final KnownJobs files;
  private final SlurmQueue queue;
  private final ForgottenJobs forgotten;
  private final Clock clock;
  // By uid: not before then it is cancelled again.
  private final Map<String, Deadline> cancelled = new ConcurrentHashMap<>();

  ReadJobs(KnownJobs files, SlurmQueue queue, ForgottenJobs forgotten, Clock clock) {
    this.files = files;
    this.queue = queue;
    this.forgotten = forgotten;
    this.clock = clock;
  }

  /** How it stands; empty if there is none. */
  Optional<EngineJob> read(String name) throws IOException {
    Optional<KnownJob> job = files.read(name);
    return job.isEmpty() ? Optional.empty() : settleAll(List.of(job.get())).stream().findFirst();
  }

  /** How all stand, with one question for all of them; none if there is nothing to ask. */
  List<EngineJob> readAll() throws IOException {
    return settleAll(files.all());
  }

  private List<EngineJob> settleAll(List<KnownJob> all) throws IOException {
    List<KnownJob> open = all.stream().filter(job -> job.over() == null).toList();
    SlurmQueue.Queue now = open.isEmpty() ? SlurmQueue.Queue.EMPTY : queue.queue();
    SlurmQueue.Accounting then = queue.accounting(unknown(open, now));
    List<EngineJob> settled = new ArrayList<>();
    for (KnownJob job : all) {
      Optional<EngineJob> one = settle(job, now, then);
      if (one.isPresent() && !isExpired(job, one.get())) {
        settled.add(one.get());
      }
    }
    return settled;
  }

  private static List<Long> unknown(List<KnownJob> open, SlurmQueue.Queue now) {
    List<Long> numbers = new ArrayList<>();
    for (KnownJob job : open) {
      if (job.number() != null && decisive(job, now).isEmpty()) {
        numbers.add(job.number());
      }
    }
    return numbers;
  }

  /** Of all that were submitted for it, the one that runs the program, has run it, or may. */
  private static Optional<SlurmJob> decisive(KnownJob job, SlurmQueue.Queue now) {
    List<SlurmJob> submitted = now.submittedFor(job.name(), job.uid());
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

  private Optional<EngineJob> settle(KnownJob job, SlurmQueue.Queue now, SlurmQueue.Accounting then)
      throws IOException {
    if (job.over() != null) {
      return over(job, job.over());
    }
    Optional<SlurmJob> queued = decisive(job, now);
    if (queued.isPresent()) {
      forgotten.remembered(job);
      return queued.get().state().isOver()
          ? end(job, queued.get())
          : active(job, queued.get(), now);
    }
    if (job.number() == null) {
      return unsubmitted(job);
    }
    Optional<SlurmJob> past = then.find(job.number(), job.name());
    if (past.isPresent() && past.get().state().isOver()) {
      return end(job, past.get());
    }
    return switch (forgotten.settle(job, then.answered())) {
      case ForgottenJobs.Verdict.Open open -> Optional.of(job.as(open.status()));
      case ForgottenJobs.Verdict.Over over -> write(job, over.status());
      case ForgottenJobs.Verdict.Gone gone -> gone(job);
    };
  }

  /** It may be about to be submitted; whoever makes it again does so if it is not. */
  private Optional<EngineJob> unsubmitted(KnownJob job) throws IOException {
    return job.deleting()
        ? gone(job)
        : Optional.of(job.as(EngineStatus.waiting("it is being submitted")));
  }

  private Optional<EngineJob> active(KnownJob job, SlurmJob queued, SlurmQueue.Queue now)
      throws IOException {
    if (job.number() == null) {
      job.files().writeFirst(job.files().id(), String.valueOf(queued.number()));
    }
    if (job.deleting()) {
      cancel(job, now);
    }
    return Optional.of(job.as(status(job, queued)));
  }

  private static EngineStatus status(KnownJob job, SlurmJob queued) {
    Instant start = queued.start();
    // Slurm calls it running before its script has begun.
    if (queued.state().isRunning() && start != null && Files.exists(job.files().claim())) {
      return EngineStatus.running(start);
    }
    String why = queued.why() == null ? "" : ": " + queued.why();
    return EngineStatus.waiting("Slurm job " + queued.number() + " is " + queued.state() + why);
  }

  /** Has Slurm end what was submitted for it. */
  void cancel(String name) throws IOException {
    Optional<KnownJob> job = files.read(name);
    if (job.isPresent() && job.get().over() == null) {
      cancel(job.get(), queue.queue());
    }
  }

  private void cancel(KnownJob job, SlurmQueue.Queue now) {
    Deadline next = cancelled.get(job.uid());
    List<Long> numbers =
        now.submittedFor(job.name(), job.uid()).stream()
            .filter(submitted -> !submitted.state().isOver())
            .map(SlurmJob::number)
            .toList();
    if ((next == null || next.isPast(clock)) && !numbers.isEmpty()) {
      cancelled.put(job.uid(), Deadline.after(clock.nanos(), CANCEL_AGAIN));
      queue.cancel(numbers);
    }
  }

  private Optional<EngineJob> end(KnownJob job, SlurmJob ended) throws IOException {
    JobFolder folder = job.files();
    try {
      // Takes the right to run from a second submission, should there be one.
      folder.writeFirst(folder.claim(), String.valueOf(ended.number()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    Optional<Long> owner = folder.number();
    if (owner.isPresent() && owner.get() != ended.number()) {
      return Optional.of(job.as(EngineStatus.waiting("Slurm job " + owner.get() + " runs it")));
    }
    boolean ran = Files.exists(folder.file("rounds"));
    return write(job, JobEnd.of(folder, ended, ran, clock));
  }

  /** The first to write it down is right, and stays so. */
  private Optional<EngineJob> write(KnownJob job, EngineStatus status) throws IOException {
    JobFolder folder = job.files();
    try {
      folder.writeFirst(folder.over(), JobEnd.text(status));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    Files.deleteIfExists(folder.run());
    String written = JobFolder.textOf(folder.over());
    return written.isEmpty() ? Optional.empty() : over(job, JobEnd.parse(written));
  }

  private Optional<EngineJob> over(KnownJob job, EngineStatus status) throws IOException {
    // It may have been asked for since the files were read.
    if (job.deleting() || Files.exists(job.files().deleted())) {
      return gone(job);
    }
    return Optional.of(job.as(status));
  }

  private Optional<EngineJob> gone(KnownJob job) throws IOException {
    job.files().remove(job.uid());
    cancelled.remove(job.uid());
    return Optional.empty();
  }

  private boolean isExpired(KnownJob job, EngineJob settled) throws IOException {
    Duration keep = job.record().keep();
    Instant end = settled.status().finished();
    if (keep == null || end == null || clock.now().isBefore(end.plus(keep))) {
      return false;
    }
    gone(job);
    return true;
  }
}
