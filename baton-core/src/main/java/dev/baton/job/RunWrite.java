// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.error.InputBounds;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A write by the executor that holds the job's claim. Stores carry it out only while the job is
 * RUNNING and {@code token} is its newest token.
 *
 * <p>The constructors refuse every value that a {@link JobSpec} or {@link JobStatus} refuses, with
 * an {@link dev.baton.error.InvalidInputException}, so that no store writes a job that cannot be
 * read. {@link JobStatus#bounded} shortens messages and errors.
 */
public sealed interface RunWrite {

  /** The job that is written; it must be RUNNING. */
  JobId job();

  /** The fencing token of the claim under which the job runs. */
  long token();

  /**
   * The progress of a run. A null component leaves the attribute unchanged. A report is not
   * recorded in the {@link JobHistory}.
   */
  record Report(
      JobId job,
      long token,
      @Nullable Integer progress,
      @Nullable String statusMessage,
      @Nullable List<String> tags,
      @Nullable List<ResourceRef> affected,
      @Nullable List<JobId> nestedJobs,
      @Nullable RunLocation location)
      implements RunWrite {

    public Report {
      CheckRunWrite.progress(progress);
      statusMessage = CheckRunWrite.text(statusMessage);
      tags = CheckRunWrite.tags(tags);
      affected = CheckRunWrite.list("affected-resources", affected);
      nestedJobs = CheckRunWrite.list("nested-jobs", nestedJobs);
    }

    /** A report that changes only the location of the job's program. */
    public static Report located(JobId job, long token, RunLocation location) {
      return new Report(job, token, null, null, null, null, null, location);
    }
  }

  /**
   * The end of the job: SUCCESS; FAILED, which counts as one more failed attempt; or CANCELED,
   * after the action has handled a cancel, for example has reverted its flow. This write ends the
   * claim and takes the job off the board.
   *
   * @param statusMessage null keeps the last message
   * @param result null keeps the last result
   * @param lastError null keeps the last error; otherwise it is also the note of the event
   */
  record End(
      JobId job,
      long token,
      JobState state,
      @Nullable Integer returnCode,
      @Nullable String statusMessage,
      @Nullable JsonNode result,
      @Nullable String lastError)
      implements RunWrite {
    public End {
      if (!state.isFinal()) {
        throw new IllegalArgumentException("a run ends in a final state, not " + state);
      }
      CheckRunWrite.returnCode(returnCode);
      CheckRunWrite.result(result);
      statusMessage = CheckRunWrite.text(statusMessage);
      lastError = CheckRunWrite.text(lastError);
    }
  }

  /**
   * The attempt failed and another attempt follows: the job is QUEUED again. This write ends the
   * claim. It also removes the location of the program, because the next attempt starts another
   * program.
   *
   * @param delay the time from now, by the store's clock, until the job may be claimed; written to
   *     {@code not-before}, so that an edit of that attribute makes the job due earlier or later
   * @param lastError also the note of the event
   * @param toPull whether the job also leaves the board and becomes a pull job (mixed mode)
   */
  record Retry(
      JobId job, long token, Duration delay, boolean toPull, String statusMessage, String lastError)
      implements RunWrite {
    public Retry {
      statusMessage = JobStatus.bounded(statusMessage);
      lastError = JobStatus.bounded(lastError);
    }
  }

  /**
   * The attempt continues later: the job is QUEUED again, and no failed attempt is counted. This
   * write ends the claim.
   *
   * @param until when the job is due, written to {@code not-before}; {@link #FOREVER} if only a
   *     signal ends the wait
   * @param seen the job's signals that the action has seen; if the stored signals differ, a signal
   *     has arrived since, and the job is due at once
   * @param statusMessage the reason why the job waits; also the note of the event
   */
  record Wait(
      JobId job, long token, Instant until, SortedMap<String, JsonNode> seen, String statusMessage)
      implements RunWrite {

    /** A moment that is later than the life of any job and that every database can store. */
    public static final Instant FOREVER = Instant.parse("9999-12-31T23:59:59Z");

    public Wait {
      InputBounds.moment("until", until);
      statusMessage = JobStatus.bounded(statusMessage);
      seen = Collections.unmodifiableSortedMap(new TreeMap<>(seen));
    }
  }

  /**
   * The action has done its part, but the job is not finished. The job stays RUNNING and leaves the
   * board, until another job ends it. A bulk job parks in this way until the job that monitors its
   * children ends it. This write ends the claim.
   */
  record Park(JobId job, long token, List<String> tags, @Nullable String statusMessage)
      implements RunWrite {
    public Park {
      tags = CheckRunWrite.requiredTags(tags);
      statusMessage = CheckRunWrite.text(statusMessage);
    }
  }
}
