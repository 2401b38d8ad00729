// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.slurm;

import dev.baton.engine.EngineJob;
import dev.baton.engine.EngineStatus;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads how engine jobs stand from their files and from Slurm, writes down what is over, and goes
 * on with deletions, whoever asked for them.
 */
final class ReadJobs {

  /** How long accounting may lag behind before a job that Slurm does not know is lost. */
  private static final Duration LOST = Duration.ofMinutes(2);

  private static final Duration CANCEL_AGAIN = Duration.ofSeconds(5);

  private final Path folder;
  private final SlurmQueue queue;
  private final Clock clock;
  // By uid; what is over by name.
  private final Map<String, Deadline> unknown = new ConcurrentHashMap<>();
  private final Map<String, Deadline> cancelled = new ConcurrentHashMap<>();
  private final Map<String, Finished> finished = new ConcurrentHashMap<>();

  /**
   * What the files say.
   *
   * @param number of the Slurm job; null if none is known
   * @param over how it ended; null if it has not
   */
  private record Known(
      JobFolder files,
      JobRecord record,
      @Nullable Long number,
      @Nullable EngineStatus over,
      boolean deleting) {

    EngineJob as(EngineStatus status) {
      return new EngineJob(files.name(), record.labels(), status, deleting);
    }
  }

  /** A job that is over and whose folder has not changed since. */
  private record Finished(Object folder, Known known) {}

  ReadJobs(Path folder, SlurmQueue queue, Clock clock) {
    this.folder = folder;
    this.queue = queue;
    this.clock = clock;
  }

  /** How it stands; empty if there is none. */
  Optional<EngineJob> read(String name) throws IOException {
    Optional<Known> known = known(new JobFolder(folder, name));
    return known.isEmpty() ? Optional.empty() : settle(known.get());
  }

  /** How all stand, with one question for all of them; none if there is nothing to ask. */
  List<EngineJob> readAll() throws IOException {
    List<Known> all = new ArrayList<>();
    for (String name : JobFolder.names(folder)) {
      known(new JobFolder(folder, name)).ifPresent(all::add);
    }
    finished.keySet().retainAll(all.stream().map(known -> known.files().name()).toList());
    List<Known> open = all.stream().filter(known -> known.over() == null).toList();
    SlurmQueue.Queue now = open.isEmpty() ? new SlurmQueue.Queue(Map.of()) : queue.queue();
    SlurmQueue.Accounting then = queue.accounting(forgotten(open, now));
    List<EngineJob> jobs = new ArrayList<>();
    for (Known known : all) {
      Optional<EngineJob> job = settle(known, now, then);
      if (job.isPresent() && !isExpired(known, job.get())) {
        jobs.add(job.get());
      }
    }
    return jobs;
  }

  /** Those whose end is written down, without asking Slurm. */
  List<EngineJob> over() throws IOException {
    List<EngineJob> jobs = new ArrayList<>();
    for (String name : JobFolder.names(folder)) {
      known(new JobFolder(folder, name))
          .ifPresent(known -> {
            if (known.over() != null) {
              jobs.add(known.as(known.over()));
            }
          });
    }
    return jobs;
  }

  private Optional<EngineJob> settle(Known known) throws IOException {
    if (known.over() != null) {
      return over(known, known.over());
    }
    SlurmQueue.Queue now = queue.queue();
    return settle(known, now, queue.accounting(forgotten(List.of(known), now)));
  }

  private static List<Long> forgotten(List<Known> open, SlurmQueue.Queue now) {
    return open.stream()
        .map(Known::number)
        .filter(number -> number != null && now.get(number) == null)
        .map(Long.class::cast)
        .toList();
  }

  private Optional<Known> known(JobFolder files) throws IOException {
    Optional<Object> stamp = stamp(files);
    Finished before = finished.get(files.name());
    if (before != null && stamp.isPresent() && before.folder().equals(stamp.get())) {
      return Optional.of(before.known());
    }
    Optional<JobRecord> record = files.read();
    if (record.isEmpty()) {
      finished.remove(files.name());
      return Optional.empty();
    }
    String over = JobFolder.textOf(files.over());
    Known known =
        new Known(
            files,
            record.get(),
            files.number().orElse(null),
            over.isEmpty() ? null : JobEnd.parse(over),
            Files.exists(files.deleted()));
    if (known.over() != null && stamp.isPresent()) {
      finished.put(files.name(), new Finished(stamp.get(), known));
    }
    return Optional.of(known);
  }

  /** Changes with every file that comes or goes, and with the folder itself. */
  private static Optional<Object> stamp(JobFolder files) throws IOException {
    try {
      Map<String, Object> attributes =
          Files.readAttributes(files.path(), "unix:ino,lastModifiedTime,ctime");
      return Optional.of(Map.copyOf(attributes));
    } catch (java.nio.file.NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private Optional<EngineJob> settle(
      Known known, SlurmQueue.Queue now, SlurmQueue.Accounting then) throws IOException {
    if (known.over() != null) {
      return over(known, known.over());
    }
    Long number = known.number();
    if (number == null) {
      return unsubmitted(known, now);
    }
    SlurmJob job = now.get(number);
    if (job == null) {
      job = then.byNumber().get(number);
      if (job == null || !job.state().isOver()) {
        return forgotten(known, job, then);
      }
    }
    unknown.remove(known.record().uid());
    return job.state().isOver() ? end(known, job, now) : active(known, job, now);
  }

  /** It may be about to be submitted; whoever makes it again does so if it is not. */
  private Optional<EngineJob> unsubmitted(Known known, SlurmQueue.Queue now) throws IOException {
    List<SlurmJob> jobs = now.submittedFor(known.record().uid());
    if (!jobs.isEmpty()) {
      known.files().writeFirst(known.files().id(), String.valueOf(jobs.getFirst().number()));
      return settle(
          new Known(
              known.files(), known.record(), jobs.getFirst().number(), null, known.deleting()),
          now,
          new SlurmQueue.Accounting(Map.of(), true));
    }
    if (known.deleting()) {
      known.files().remove(known.record().uid());
      return Optional.empty();
    }
    return Optional.of(known.as(EngineStatus.waiting("it is being submitted")));
  }

  private Optional<EngineJob> active(Known known, SlurmJob job, SlurmQueue.Queue now)
      throws IOException {
    if (known.deleting()) {
      cancel(known, now);
    }
    return Optional.of(known.as(status(known, job)));
  }

  private EngineStatus status(Known known, SlurmJob job) throws IOException {
    // Slurm calls it running before its script has begun.
    if (job.state().isRunning() && job.start() != null && Files.exists(known.files().claim())) {
      return EngineStatus.running(job.start());
    }
    String why = job.why() == null ? "" : ": " + job.why();
    return EngineStatus.waiting(
        "Slurm job " + job.number() + " is " + job.state() + why);
  }

  /** Asks Slurm to end what was submitted for it, now and then. */
  void cancel(String name) throws IOException {
    Optional<Known> known = known(new JobFolder(folder, name));
    if (known.isPresent() && known.get().over() == null) {
      cancel(known.get(), queue.queue());
    }
  }

  private void cancel(Known known, SlurmQueue.Queue now) {
    String uid = known.record().uid();
    Deadline next = cancelled.get(uid);
    List<Long> numbers =
        now.submittedFor(uid).stream()
            .filter(job -> !job.state().isOver())
            .map(SlurmJob::number)
            .toList();
    if ((next == null || next.isPast(clock)) && !numbers.isEmpty()) {
      cancelled.put(uid, Deadline.after(clock.nanos(), CANCEL_AGAIN));
      queue.cancel(numbers);
    }
  }

  private Optional<EngineJob> forgotten(
      Known known, @Nullable SlurmJob job, SlurmQueue.Accounting then) throws IOException {
    boolean exited = Files.exists(known.files().file("exit"));
    Deadline deadline =
        unknown.computeIfAbsent(
            known.record().uid(), uid -> Deadline.after(clock.nanos(), LOST));
    if (then.answered() && (exited || deadline.isPast(clock))) {
      unknown.remove(known.record().uid());
      return write(known, JobEnd.of(known.files(), null, true, clock));
    }
    String message = "Slurm does not tell of job " + known.number() + " at present";
    return Optional.of(
        known.as(
            job != null && job.start() != null
                ? EngineStatus.running(job.start())
                : EngineStatus.waiting(message)));
  }

  private Optional<EngineJob> end(Known known, SlurmJob job, SlurmQueue.Queue now)
      throws IOException {
    JobFolder files = known.files();
    // Takes the right to run from a second submission, should there be one.
    boolean ran = !files.writeFirst(files.claim(), String.valueOf(job.number()));
    Optional<Long> owner = files.number();
    if (owner.isPresent() && owner.get() != job.number()) {
      return Optional.of(known.as(EngineStatus.waiting("Slurm job " + owner.get() + " runs it")));
    }
    ran &= Files.exists(files.file("rounds"));
    return write(known, JobEnd.of(files, job, ran, clock));
  }

  /** The first to write it down is right, and stays so. */
  private Optional<EngineJob> write(Known known, EngineStatus status) throws IOException {
    JobFolder files = known.files();
    try {
      files.writeFirst(files.over(), JobEnd.text(status));
    } catch (java.nio.file.NoSuchFileException e) {
      return Optional.empty();
    }
    Files.deleteIfExists(files.run());
    String written = JobFolder.textOf(files.over());
    return written.isEmpty() ? Optional.empty() : over(known, JobEnd.parse(written));
  }

  private Optional<EngineJob> over(Known known, EngineStatus status) throws IOException {
    // It may have been asked for since the files were read.
    if (known.deleting() || Files.exists(known.files().deleted())) {
      known.files().remove(known.record().uid());
      cancelled.remove(known.record().uid());
      return Optional.empty();
    }
    return Optional.of(known.as(status));
  }

  private boolean isExpired(Known known, EngineJob job) throws IOException {
    Duration keep = known.record().keep();
    var end = job.status().finished();
    if (keep == null || end == null || clock.now().isBefore(end.plus(keep))) {
      return false;
    }
    known.files().remove(known.record().uid());
    return true;
  }
}
