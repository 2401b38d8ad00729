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
 * Reads and changes jobs for one caller. Unlike {@link JobStore}, it validates input and checks the
 * rights of the caller. Blocking and thread-safe. Every method may throw {@link
 * dev.baton.error.ForbiddenException} and {@link dev.baton.error.UnavailableException}.
 */
public interface Jobs {

  /** The prefix of the names of Baton's own signals. Only Baton can send them. */
  String RESERVED_SIGNALS = "baton.";

  /** The signal that reverts the flow of a job; after the revert, the job is CANCELED. */
  String CANCEL_SIGNAL = RESERVED_SIGNALS + "cancel";

  /**
   * The signal that a new job has from the start if it continues or reverts the flow of another
   * job. Its value is {@code {"job": id, "from": atom}}. If the atom is missing, the new job
   * reverts the flow.
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
   * Posts child jobs of a running job, each exactly once: if the job has used a key before, nothing
   * is posted under it, whatever the state of the existing child job is. Only for actions of a
   * running job.
   *
   * @param specs by key; a key is unique among the children of the job
   * @return one result for each spec, in the order of the map
   * @throws dev.baton.error.InvalidInputException as {@link #post(List)}; also if this object does
   *     not belong to a running job
   */
  default List<PostResult> postOnce(Map<String, JobSpec> specs) {
    throw new InvalidInputException("only a running job posts children under keys; use post");
  }

  /** Returns the job; empty if it does not exist or the caller may not see it. */
  Optional<Job> find(JobId id);

  /**
   * Searches the jobs that the caller may see. The method ignores {@link JobQuery#visibleTo()} and
   * uses the claims of the caller instead.
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
    return new JobPage(page.count(), List.of(), page.aggregations(), page.complete());
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
   * Posts a job that continues the flow of a final job, or that reverts what the flow has not
   * reverted yet. The final job is not changed.
   *
   * @param from the atom at which the flow continues: this atom and all atoms that follow it are
   *     executed again; null reverts the flow
   * @return the new job
   * @throws dev.baton.error.ConflictException if the job is not final
   */
  Job continueFlow(JobId id, @Nullable String from);

  /**
   * Runs a job again, or starts it now. A job that waits for its start time, for its next attempt
   * or for a signal becomes due now. A final job is not changed: a copy is posted, and {@link
   * JobOrigin#retryOf} of the copy names the final job.
   *
   * @return the job that will run
   * @throws dev.baton.error.ConflictException if the job runs already, or another job has its
   *     unique key
   */
  Job retry(JobId id);

  /**
   * Like {@link #retry}, but posts at most one copy for each key. If the job was retried under the
   * key before, the existing copy is returned, whatever its state is.
   *
   * @param key chosen by the caller, such that no other caller knows it
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
   * Removes the matching jobs that the caller may delete, as {@link JobStore#deleteAll} does.
   * Returns the number of removed jobs.
   */
  long deleteAll(Filter filter);
}
