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
 * <p>Blocking and thread-safe. When a method returns, its write is durable. When a method throws,
 * it has written nothing; {@link dev.baton.error.UnavailableException} is different: after it, it
 * is unknown whether the write took effect. Every method may throw it. Each write is atomic, sets
 * {@code updated} and raises {@code revision}. It adds every change of state, attempt or owner to
 * the {@link JobHistory}. Concurrent calls may share a transaction.
 */
public interface JobStore {

  /**
   * Adds all jobs in state QUEUED, or none, and puts them on the board unless they are in pull
   * mode. A job is not added if another job holds its {@code uniqueKey} within its {@linkplain
   * JobOrigin#keyScope namespace}, in the store or earlier in the list. A job holds its key until
   * it is final. If an executor has the job, the job holds the key longer: until the executor has
   * ended its claim or lost its lease. Adding is not idempotent, but the same id is never added
   * twice.
   *
   * @return for each job, in the same order, the added job or the job that holds its unique key
   * @throws dev.baton.error.ConflictException if an id is taken
   */
  List<PostResult> add(List<Job> jobs);

  /**
   * Returns the job; empty if there is no such job.
   *
   * @throws dev.baton.error.UnreadableException if the job is stored in a form that this release
   *     cannot read. Searches, and claims from the board, leave such jobs out
   */
  Optional<Job> find(JobId id);

  /**
   * Replaces spec, status, acl and {@code updatedBy} of a job by an edit that started from {@code
   * edited.revision()}. Id, origin, {@code created} and {@code createdBy} are not changed. The
   * store sets the attributes that depend on the state ({@link JobTransitionEffects#edited}):
   * {@code started}, {@code ended}, and progress 100 if the job is final.
   *
   * <p>The board follows the edit. A job that became final, or went from QUEUED to RUNNING without
   * a claim, leaves the board. A QUEUED job is on the board, unless it is in pull mode, and is due
   * at {@code not-before}; a new {@code not-before} replaces the delay after a failure. A RUNNING
   * job that became QUEUED is taken from its executor, whose later writes are refused. If the edit
   * ends a job that an executor runs, {@link dev.baton.board.BoardSession#renew} reports this to
   * the executor.
   *
   * @return the job as stored
   * @throws dev.baton.error.NotFoundException if there is no such job
   * @throws dev.baton.error.ConflictException if the stored job is final, the transition is not
   *     allowed, the stored revision differs, or an executor has the job and the edit would free
   *     its unique key ({@link JobTransitionEffects#checkKeepsUniqueKey})
   * @throws dev.baton.error.UnreadableException as {@link #find}
   */
  Job replace(Job edited);

  /**
   * Carries out a write of the executor that holds the newest claim.
   *
   * @throws dev.baton.error.LostClaimException if the claim is not the newest, or the job is no
   *     longer RUNNING
   */
  void write(RunWrite write);

  /**
   * Removes the job with its log and history. Returns false if there is no such job.
   *
   * @throws dev.baton.error.ConflictException if the job holds a unique key and an executor has the
   *     job, or has not yet stopped it after a user or another process ended it. If the job were
   *     deleted, another job with the key could start before the executor has stopped this job
   */
  boolean delete(JobId id);

  /**
   * Removes all matching jobs, a bounded number at a time, except jobs that {@link #delete}
   * refuses.
   *
   * @param filter treats attributes that these principals may not see as absent, as {@link
   *     JobQuery} does
   * @param deletableBy removes only jobs on which one of these principals has {@code delete}; null
   *     removes all matching jobs
   * @return the number of removed jobs
   */
  long deleteAll(Filter filter, @Nullable Set<String> deletableBy);

  /**
   * Returns the jobs on a page of the query, in the order of the query, and the count and the
   * aggregations of all matching jobs. A job that none of the principals in {@code visibleTo} may
   * see is neither returned nor counted. Jobs that this release cannot read are missing on the
   * page. Blocks; does not wait for writers. While jobs change, page, count and aggregations may
   * show different moments, and one job may be on two pages or on none.
   *
   * @throws dev.baton.error.InvalidInputException if the store cannot evaluate the filter, the
   *     order or an aggregation
   */
  JobPage search(JobQuery query);

  /**
   * Like {@link #search(JobQuery)}, but passes the jobs to a visitor one after the other, so that
   * not all of them are in memory at once. A job that changes during the search is passed as before
   * or after the change. A job that is deleted during the search may be missing.
   *
   * @param visitor called on this thread, in the order of the query; an exception from it ends the
   *     search
   * @return count and aggregations, without jobs
   */
  default JobPage search(JobQuery query, Consumer<Job> visitor) {
    JobPage page = search(query);
    page.jobs().forEach(visitor);
    return new JobPage(page.count(), List.of(), page.aggregations(), page.complete());
  }

  /**
   * Returns the number of waiting and running jobs whose {@linkplain JobOrigin#owner origin} has
   * this owner.
   */
  long countUnfinished(String owner);

  /**
   * Returns the identity of this store: the same for all processes that use the store, for as long
   * as the store exists. It has at most 36 letters, digits and '-'. Engine jobs and other objects
   * that Baton creates outside its store carry this identity as a label, so that no process removes
   * the objects of another store.
   */
  String identity();
}
