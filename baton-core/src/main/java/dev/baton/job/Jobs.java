// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.error.InvalidInputException;
import dev.baton.filter.Filter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Gives a program access to jobs on behalf of one caller. Unlike {@link JobStore}, it validates
 * input and checks rights. Blocking and thread-safe. Every method may throw {@link
 * dev.baton.error.ForbiddenException} and {@link dev.baton.error.UnavailableException}.
 */
public interface Jobs {

  /** The prefix of the names of Baton's own signals. Only Baton can send them. */
  String RESERVED_SIGNALS = "baton.";

  /** The signal that reverts the flow of a job; after the revert, the job is CANCELED. */
  String CANCEL_SIGNAL = RESERVED_SIGNALS + "cancel";

  /**
   * The signal that a new job has from the start if it continues or reverts the flow of another
   * job: {@code {"job": id, "from": atom}}. Without an atom, the flow is reverted.
   */
  String CONTINUE_SIGNAL = RESERVED_SIGNALS + "continue";

  /**
   * Posts all jobs or none.
   *
   * @throws dev.baton.error.InvalidInputException if an action is unknown or parameters are invalid
   */
  List<PostResult> post(List<JobSpec> specs);

  /** Posts one job. */
  default PostResult post(JobSpec spec) {
    return post(List.of(spec)).getFirst();
  }

  /**
   * Posts child jobs of a running job, each exactly once: if a key was used before, nothing is
   * posted under it, in whatever state that child job is. Only a running job can have child jobs.
   *
   * @param specs by key; a key is unique among the children of the job
   * @return one result for each spec, in the order of the map
   * @throws dev.baton.error.InvalidInputException as {@link #post(List)}; also if the caller is not
   *     a running job
   */
  default List<PostResult> postOnce(Map<String, JobSpec> specs) {
    throw new InvalidInputException("only a running job posts children under keys; use post");
  }

  /** Returns the job, if it exists and the caller may see it. */
  Optional<Job> find(JobId id);

  /**
   * Searches the jobs that the caller may see. {@link JobQuery#visibleTo()} is set from the caller.
   */
  JobPage search(JobQuery query);

  /**
   * Like {@link #search(JobQuery)}, but passes the jobs to a visitor one after the other.
   *
   * @param visitor called in the order of the query; an exception from it ends the search
   * @return count and aggregations, without jobs
   */
  default JobPage search(JobQuery query, Consumer<Job> visitor) {
    JobPage page = search(query);
    page.jobs().forEach(visitor);
    return new JobPage(page.count(), List.of(), page.aggregations());
  }

  /**
   * Edits a job. If the job was changed at the same time, the edit is repeated on a fresh copy, so
   * the edit must be a pure function.
   *
   * @return the job as stored
   */
  Job edit(JobId id, UnaryOperator<Job> edit);

  /**
   * Cancels a job that is QUEUED or RUNNING. Running code is interrupted soon after.
   *
   * @throws dev.baton.error.ForbiddenException if the job is already final, as in Nuvla
   */
  Job cancel(JobId id);

  /**
   * Reverts the flow of a job that is not final; the job is CANCELED when the revert is done. A job
   * that was never started is CANCELED at once.
   *
   * @throws dev.baton.error.ForbiddenException if the job is already final
   */
  Job cancelAndRevert(JobId id);

  /**
   * Posts a job that continues the flow of a final job from an atom on, or reverts the effects that
   * remain. The final job is not changed.
   *
   * @param from the first atom that is executed again, with all that follow it; null reverts the
   *     flow
   * @return the new job
   * @throws dev.baton.error.ConflictException if the job is not final
   */
  Job continueFlow(JobId id, @Nullable String from);

  /**
   * Runs a job again, or at once: a job that waits for its time or its next attempt becomes due
   * now; of a final job, which is not changed, a copy is posted whose {@link JobOrigin#retryOf}
   * names it.
   *
   * @return the job that will run
   * @throws dev.baton.error.ConflictException if the job runs already, or another job has its
   *     unique key
   */
  Job retry(JobId id);

  /**
   * Like {@link #retry}, but exactly once: a final job that was retried under the key before is not
   * posted again, in whatever state the copy is.
   *
   * @param key chosen by the caller; others cannot know it
   * @return the job that will run, or the copy that was posted before
   */
  Job retryOnce(JobId id, String key);

  /**
   * Sends a signal to a job that is not final. The signal is stored with the job and replaces an
   * earlier signal with the same name. A waiting job becomes due at once. The caller needs the
   * right to manage the job.
   *
   * @param name up to 255 letters, digits, {@code _}, {@code -} and {@code .}
   * @param value the content of the signal, up to 64 KiB as JSON; JSON null if there is no content
   * @return the job as stored
   * @throws dev.baton.error.ForbiddenException if the job is final
   * @throws dev.baton.error.InvalidInputException if the name is malformed, the value is too large,
   *     or the job has 100 other signals
   */
  Job signal(JobId id, String name, JsonNode value);

  /**
   * Removes a job with its log and history.
   *
   * @throws dev.baton.error.NotFoundException if there is no such job
   * @throws dev.baton.error.ConflictException if the job holds a unique key and an executor has it,
   *     see {@link JobStore#delete}
   */
  void delete(JobId id);

  /**
   * Removes matching jobs that the caller may delete, see {@link JobStore#deleteAll}; returns the
   * number.
   */
  long deleteAll(Filter filter);
}
