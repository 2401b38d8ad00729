// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jdbc;

import dev.baton.access.Acl;
import dev.baton.job.Job;
import dev.baton.job.JobId;
import dev.baton.job.JobSpec;
import dev.baton.job.JobState;
import dev.baton.service.Clock;
import dev.baton.service.Threads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A program whose threads post jobs, set them to RUNNING and SUCCESS, and append a line to a file
 * for each answer. It dies at the given number of answers as if it were killed: nothing is closed
 * or written after that.
 */
final class WriteJobsAndDie {

  static final int KILLED = 137;

  private final JdbcBackend backend;
  private final FileChannel answers;
  private final AtomicLong left;
  private final String payload;

  private WriteJobsAndDie(JdbcBackend backend, FileChannel answers, long left, int size) {
    this.backend = backend;
    this.answers = answers;
    this.left = new AtomicLong(left);
    this.payload = "x".repeat(size);
  }

  /** Arguments: URL, file of the answers, threads, answers before the death, size of payloads. */
  public static void main(String[] args) throws IOException {
    JdbcBackend.Options options = JdbcBackend.Options.of(args[0]);
    try (JdbcBackend backend = JdbcBackend.open(options, Clock.system());
        FileChannel answers =
            FileChannel.open(
                Path.of(args[1]), StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      WriteJobsAndDie writers =
          new WriteJobsAndDie(backend, answers, Long.parseLong(args[3]), Integer.parseInt(args[4]));
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < Integer.parseInt(args[2]); i++) {
        threads.add(Threads.platform("writer", writers::write));
      }
      threads.forEach(Thread::start);
      threads.forEach(Threads::join);
    }
  }

  private void write() {
    while (true) {
      JobId id = post(backend, payload);
      answer(id, JobState.QUEUED);
      for (JobState state : List.of(JobState.RUNNING, JobState.SUCCESS)) {
        Job stored = backend.jobs().find(id).orElseThrow();
        backend.jobs().replace(stored.withStatus(stored.status().toBuilder().state(state).build()));
        answer(id, state);
      }
    }
  }

  static JobId post(JdbcBackend backend, String payload) {
    Job job =
        Job.posted(
            JobId.create(Clock.system().now()),
            JobSpec.builder("act").payload(payload).build(),
            Acl.ownedBy("user/alice"),
            Instant.EPOCH,
            "user/alice");
    backend.jobs().add(List.of(job));
    return job.id();
  }

  private void answer(JobId id, JobState state) {
    byte[] line = (id.uuid() + " " + state + " .\n").getBytes(StandardCharsets.UTF_8);
    try {
      answers.write(ByteBuffer.wrap(line));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (left.decrementAndGet() == 0) {
      Runtime.getRuntime().halt(KILLED);
    }
  }
}
