// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.job;

import dev.baton.access.Acl;
import dev.baton.access.Principals;
import org.jspecify.annotations.Nullable;

/**
 * The origin of a job. Baton itself writes it once, when the job is posted. No request of a user
 * can set or change any part of it. So Baton may rely on the origin, but not on tags, which users
 * can change.
 *
 * @param owner the principal for which the job was posted; unique keys are unique among the jobs of
 *     this principal, and its quotas count them
 * @param distribution name of the distribution that posted the job; if Baton itself posted the job
 *     ({@link #ownWork}), a colon and the name of the work; null otherwise
 * @param childKey the key under which the parent posted the job, unique among its children; null if
 *     the job was posted without a key
 * @param awaited whether the parent job waits for the end of this job and must receive a signal
 * @param retryOf the final job of which this job is a copy; null if the job is not a copy
 * @param retriedBy the bulk job, or another job, whose action posted this copy; null if a user
 *     posted it, or if the job is not a copy
 */
public record JobOrigin(
    String owner,
    @Nullable String distribution,
    @Nullable String childKey,
    boolean awaited,
    @Nullable JobId retryOf,
    @Nullable JobId retriedBy) {

  private static final String DISTRIBUTION_SCOPE = "distribution:";

  /**
   * The first character of {@code distribution} if Baton itself posted the job. No name of a
   * distribution starts with it.
   */
  private static final String OWN_WORK = ":";

  /**
   * Returns the origin of a job that was posted for a principal by no distribution and under no
   * key.
   */
  public static JobOrigin of(String owner) {
    return new JobOrigin(owner, null, null, false, null, null);
  }

  /**
   * Returns the origin of a job of which only the owners are known. Its owner is the first owner
   * for which quotas can be counted ({@link Principals#isAccount}), or else the first owner.
   */
  static JobOrigin ofOwners(Acl acl) {
    return of(
        acl.owners().stream()
            .filter(Principals::isAccount)
            .findFirst()
            .orElseGet(() -> acl.owners().first()));
  }

  /** Returns the same origin with the distribution that posted the job. */
  public JobOrigin postedBy(String distributionName) {
    return new JobOrigin(owner, distributionName, childKey, awaited, retryOf, retriedBy);
  }

  /**
   * Returns the same origin, for a job that Baton posts to carry out a request, such as the cancel
   * of a bulk job. The unique keys of such jobs have their own namespace, and users cannot edit the
   * jobs.
   */
  public JobOrigin ownWork(String work) {
    return postedBy(OWN_WORK + work);
  }

  /**
   * Whether Baton itself posted the job to carry out a request, as {@link #ownWork} says, and no
   * user, parent or distribution.
   */
  public boolean isOwnWork() {
    return distribution != null && distribution.startsWith(OWN_WORK);
  }

  /** Returns the same origin, for a child job that its parent posted under a key. */
  public JobOrigin childUnder(String key, boolean parentWaits) {
    return new JobOrigin(owner, distribution, key, parentWaits, retryOf, retriedBy);
  }

  /**
   * Returns the same origin, for a copy of a final job.
   *
   * @param by the job whose action posts the copy; null if a user does
   */
  public JobOrigin copyOf(JobId job, @Nullable JobId by) {
    return new JobOrigin(owner, distribution, childKey, awaited, job, by);
  }

  /**
   * Returns the namespace of the job's unique key: the owner of the job, or the distribution or
   * Baton's own work that posted it. No principal contains a colon, so users cannot use the
   * namespace of a distribution or of Baton itself.
   */
  public String keyScope() {
    return distribution == null ? owner : DISTRIBUTION_SCOPE + distribution;
  }
}
