// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.slurm;

import dev.baton.engine.EngineJob;
import dev.baton.engine.EngineLabels;
import dev.baton.engine.EngineSpec;
import dev.baton.engine.EngineStatus;
import dev.baton.error.UnavailableException;
import dev.baton.service.Clock;
import dev.baton.service.Deadline;
import dev.baton.service.DeadlineWait;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Creates engine jobs: first the folder, which only one of several processes can create, then the
 * Slurm job. If the creator dies between the two steps, another process submits the Slurm job. The
 * batch script ensures that only one of several submissions runs the program.
 */
record CreateEngineJob(
    SlurmSettings settings,
    SubmitEngineJob submitEngineJob,
    SlurmQueue queue,
    ReadSlurmJobs jobs,
    Clock clock) {

  /**
   * The time that the creator has for the submission. After that, another process that creates the
   * same engine job asks Slurm whether the engine job was submitted.
   */
  private static final Duration MAKER = Duration.ofSeconds(5);

  private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
  private static final int ROUNDS = 5;

  /** Creates the engine job, or returns the existing job with its name. */
  EngineJob create(EngineSpec spec) throws IOException, InterruptedException {
    SlurmJobFolder files = new SlurmJobFolder(settings.folder(), spec.name());
    for (int round = 0; round < ROUNDS; round++) {
      if (!Files.exists(files.file("record"))) {
        SlurmJobRecord record = record(spec, files);
        boolean isRequeued = record.submission().contains("--requeue");
        String batch = SlurmJobScripts.batch(spec, record.uid(), files, isRequeued);
        if (files.make(record, batch, SlurmJobScripts.run(spec))) {
          submitEngineJob.submit(files, record);
          return new EngineJob(
              spec.name(),
              record.uid(),
              record.labels(),
              EngineStatus.waiting("submitted to Slurm"),
              false);
        }
      }
      Optional<EngineJob> found = adopt(files);
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw new UnavailableException(
        "engine job '"
            + spec.name()
            + "' cannot be created:"
            + " another client keeps deleting it; try again");
  }

  private SlurmJobRecord record(EngineSpec spec, SlurmJobFolder files) {
    String uid = UUID.randomUUID().toString();
    Map<String, String> labels = new TreeMap<>(spec.labels());
    labels.put(EngineLabels.INSTALLATION, settings.installation());
    return new SlurmJobRecord(
        uid,
        labels,
        spec.lifetime().keep(),
        spec.instances() == null ? null : spec.instances().count(),
        SubmitOptions.of(spec, uid, files, settings));
  }

  /**
   * Waits until the existing engine job was submitted, and returns it. Submits the engine job if
   * its creator did not. Returns empty if the engine job no longer exists.
   */
  private Optional<EngineJob> adopt(SlurmJobFolder files) throws IOException, InterruptedException {
    Deadline deadline = Deadline.after(clock.nanos(), MAKER);
    Optional<SlurmJobRecord> record = files.read();
    while (record.isPresent()
        && !isSubmitted(files)
        && !deadline.isPast(clock)
        && !Files.exists(files.submissionIsUnknown())) {
      DeadlineWait.until(Deadline.after(clock.nanos(), POLL_INTERVAL), clock);
      record = files.read();
    }
    if (record.isEmpty()) {
      return Optional.empty();
    }
    // If Slurm knows the engine job, it is not submitted again; the read below stores the number of
    // its Slurm job.
    if (!isSubmitted(files)
        && queue.queue().submittedForAll(files.name(), record.get().uid()).isEmpty()) {
      submitEngineJob.submit(files, record.get());
    }
    return jobs.read(files.name());
  }

  private static boolean isSubmitted(SlurmJobFolder files) throws IOException {
    return files.submitted().isPresent()
        || files.claimed().isPresent()
        || Files.exists(files.over())
        || Files.exists(files.deleted());
  }
}
