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
 * What a program may do with jobs on behalf of one caller: with validation and access control,
 * unlike {@link JobStore}. Blocking and thread-safe. Every method may throw {@link
 * dev.baton.error.ForbiddenException} and {@link dev.baton.error.UnavailableException}.
 */
public interface Jobs {

  /** What signals of Baton's own begin with; nobody else can send them. */
  String RESERVED_SIGNALS = "baton.";

  /** Has the flow of a job undo what it did, after which the job is CANCELED. */
  String CANCEL_SIGNAL = RESERVED_SIGNALS + "cancel";

  /**
   * Says, from the beginning, that a job goes on with the flow of another one: {@code {"job": id,
   * "from": atom}}, where no atom means to undo it.
   */
  String CONTINUE_SIGNAL = RESERVED_SIGNALS + "continue";

  /**
   * Posts jobs, all or none.
   *
   * @throws dev.baton.error.InvalidInputException if an action is unknown or parameters do not fit
   */
  List<PostResult> post(List<JobSpec> specs);

  /** Posts one job. */
  default PostResult post(JobSpec spec) {
    return post(List.of(spec)).getFirst();
  }

  /**
   * Posts children of a running job, each once only: under a key that was used before nothing is
   * posted, whatever became of that child. Only a running job has children.
   *
   * @param specs by key; a key is unique among the children of the job
   * @return one answer for each, in the order of the map
   * @throws dev.baton.error.InvalidInputException as {@link #post(List)}; also if the caller is no
   *     running job
   */
  default List<PostResult> postOnce(Map<String, JobSpec> specs) {
    throw new InvalidInputException("only a running job posts children under keys; use post");
  }

  /** The job, if it exists and the caller may see it. */
  Optional<Job> find(JobId id);

  /** Searches what the caller may see; {@link JobQuery#visibleTo()} is set from the caller. */
  JobPage search(JobQuery query);

  /**
   * As {@link #search(JobQuery)}, but hands the jobs over one after the other.
   *
   * @param visitor called in the order of the query; what it throws ends the search
   * @return count and aggregations, without jobs
   */
  default JobPage search(JobQuery query, Consumer<Job> visitor) {
    JobPage page = search(query);
    page.jobs().forEach(visitor);
    return new JobPage(page.count(), List.of(), page.aggregations());
  }

  /**
   * Edits a job; repeated from a fresh copy when somebody else wrote meanwhile, so the edit must be
   * a pure function.
   *
   * @return the job as stored
   */
  Job edit(JobId id, UnaryOperator<Job> edit);

  /**
   * Ends a job that is QUEUED or RUNNING; code that runs is interrupted soon after.
   *
   * @throws dev.baton.error.ForbiddenException if it is final already, as at Nuvla
   */
  Job cancel(JobId id);

  /**
   * Has the flow of a job that is not final undo what it did; the job is CANCELED when that is
   * done. One that was never started is CANCELED at once.
   *
   * @throws dev.baton.error.ForbiddenException if it is final already
   */
  Job cancelAndRevert(JobId id);

  /**
   * Posts a job that goes on with the flow of a final one, which stays as it is: from an atom on,
   * or, to undo what is still done, backwards.
   *
   * @param from the atom from which everything is executed anew; null to revert
   * @return the new job
   * @throws dev.baton.error.ConflictException if the job is not final
   */
  Job continueFlow(JobId id, @Nullable String from);

  /**
   * Makes a job run again, or at once: one that waits for its time or its next attempt is due now;
   * for a final one, which stays as it is, a copy is posted whose {@link JobOrigin#retryOf} names
   * it.
   *
   * @return the job that is to run
   * @throws dev.baton.error.ConflictException if it runs already, or another job has its unique key
   */
  Job retry(JobId id);

  /**
   * As {@link #retry}, once only: a final job that was retried under the key before is not posted
   * again, whatever became of the copy.
   *
   * @param key of the caller's choice, which others cannot know
   * @return the job that is to run, or was to run
   */
  Job retryOnce(JobId id, String key);

  /**
   * Sends a signal to a job that is not final: stored with it, in place of an earlier one of that
   * name, and if the job waits, it is due at once. For those who may manage the job.
   *
   * @param name up to 255 letters, digits, {@code _}, {@code -} and {@code .}
   * @param value what comes with it, up to 64 KiB as JSON; JSON null if nothing
   * @return the job as stored
   * @throws dev.baton.error.ForbiddenException if it is final
   * @throws dev.baton.error.InvalidInputException if the name is malformed, the value too large, or
   *     the job has 100 others
   */
  Job signal(JobId id, String name, JsonNode value);

  /**
   * Removes a job with its log and history.
   *
   * @throws dev.baton.error.NotFoundException if there is none
   * @throws dev.baton.error.ConflictException if it holds a unique key that an executor keeps, see
   *     {@link JobStore#delete}
   */
  void delete(JobId id);

  /** Removes jobs that the caller may delete, see {@link JobStore#deleteAll}; answers how many. */
  long deleteAll(Filter filter);
}
