// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.job;

import dev.baton.filter.Filter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The system of record of jobs.
 *
 * <p>Blocking and thread-safe. A method that returns has made its write durable; one that throws
 * has written nothing, save {@link dev.baton.error.UnavailableException}, after which it is unknown
 * whether the write took effect. Every method may throw that one. Each write is atomic, sets {@code
 * updated}, raises {@code revision}, and adds to the {@link JobHistory} what changed of state,
 * attempt or owner. Concurrent calls may share a transaction.
 */
public interface JobStore {

  /**
   * Adds jobs in state QUEUED and, unless they are in pull mode, puts them on the board: all or
   * none. A job is not added if another one holds its {@code uniqueKey} within its {@linkplain
   * JobOrigin#keyScope namespace}, in the store or earlier in the list. A job holds its key until
   * it is final and its executor, if it has one, has let go of it: ended or consumed the claim, or
   * lost its lease. Adding is not idempotent, but a given id is added once only.
   *
   * @return for each job, in order, which one stands for it
   * @throws dev.baton.error.ConflictException if an id is taken
   */
  List<PostResult> add(List<Job> jobs);

  /**
   * The job; empty if there is none.
   *
   * @throws dev.baton.error.UnreadableException if it is stored in a form that this release cannot
   *     read. Searches, and claims from the board, leave such jobs out
   */
  Optional<Job> find(JobId id);

  /**
   * Replaces spec, status, acl and {@code updatedBy} of a job by an edit that started from {@code
   * edited.revision()}; id, origin, {@code created} and {@code createdBy} stay. What follows from a
   * state is the store's to set ({@link JobTransitionEffects#edited}): {@code started}, {@code
   * ended}, progress 100 when final.
   *
   * <p>The board follows: a job that became final, or went from QUEUED to RUNNING without a claim,
   * leaves it; one that is QUEUED is on it, due at {@code not-before} (which, when the edit changes
   * it, replaces whatever delay after a failure it was waiting for), unless it is in pull mode. A
   * RUNNING job that became QUEUED is taken from its executor, whose later writes are refused. When
   * the edit ends a job that an executor runs, that executor is told by {@link
   * dev.baton.board.BoardSession#renew}.
   *
   * @return the job as stored
   * @throws dev.baton.error.NotFoundException if there is none
   * @throws dev.baton.error.ConflictException if the stored job is final, the transition is not
   *     allowed, the stored revision is another one, or an executor has the job and the edit would
   *     free its unique key ({@link JobTransitionEffects#checkKeepsUniqueKey})
   * @throws dev.baton.error.UnreadableException as {@link #find}
   */
  Job replace(Job edited);

  /**
   * Carries out what the holder of the newest claim says.
   *
   * @throws dev.baton.error.LostClaimException if the claim is not the newest, or the job is not
   *     RUNNING any more
   */
  void write(RunWrite write);

  /**
   * Removes the job with its log and history; false if there is none.
   *
   * @throws dev.baton.error.ConflictException if the job holds a unique key and an executor has the
   *     job, or has not let go of it since somebody ended it: without the job, nothing would keep
   *     the key until the execution has ended
   */
  boolean delete(JobId id);

  /**
   * Removes jobs, a bounded number at a time until none is left, except those that {@link #delete}
   * refuses.
   *
   * @param filter treats attributes that these principals may not see as absent, as {@link
   *     JobQuery} does
   * @param deletableBy only jobs on which one of these principals has {@code delete}; null is all
   * @return how many
   */
  long deleteAll(Filter filter, @Nullable Set<String> deletableBy);

  JobPage search(JobQuery query);

  /**
   * As {@link #search(JobQuery)}, but hands the jobs over one after the other, so that not all of
   * them are in memory at once. A job that changes meanwhile is handed over as before or after the
   * change; one that is deleted meanwhile may be missing.
   *
   * @param visitor called by this thread, in the order of the query; what it throws ends the search
   * @return count and aggregations, without jobs
   */
  default JobPage search(JobQuery query, Consumer<Job> visitor) {
    JobPage page = search(query);
    page.jobs().forEach(visitor);
    return new JobPage(page.count(), List.of(), page.aggregations());
  }

  /** How many jobs with this {@linkplain JobOrigin#owner origin's owner} wait or run. */
  long countUnfinished(String owner);

  /**
   * Tells this store from every other one: the same for all who reach the store, for as long as the
   * store exists. At most 36 letters, digits and '-'. What is made for a job elsewhere, such as an
   * engine job, is labelled with it, so that nobody removes what belongs to jobs of another store.
   */
  String identity();
}
