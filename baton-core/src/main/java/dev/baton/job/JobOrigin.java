// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.job;

import dev.baton.access.Acl;
import dev.baton.access.Principals;
import org.jspecify.annotations.Nullable;

/**
 * How a job came to be: written once, when the job is posted, by Baton itself. No request of a user
 * can set or change any of it, so Baton may rely on it (tags belong to users).
 *
 * @param owner the principal for which the job was posted: unique keys are unique among its jobs,
 *     and its quotas count them
 * @param distribution name of the distribution that posted the job; a colon and the name of the
 *     work if Baton posted the job as {@linkplain #ownWork own work}; null otherwise
 * @param childKey the key under which the parent posted the job, unique among its children; null if
 *     it was posted without one
 * @param awaited whether the parent job waits for the end of this job and is to be sent a signal
 * @param retryOf the final job of which this one is a copy; null if it is none
 */
public record JobOrigin(
    String owner,
    @Nullable String distribution,
    @Nullable String childKey,
    boolean awaited,
    @Nullable JobId retryOf) {

  private static final String DISTRIBUTION_SCOPE = "distribution:";

  /** No distribution has such a name. */
  private static final String OWN_WORK = ":";

  /** The origin of a job that was posted for a principal, and of which nothing else is known. */
  public static JobOrigin of(String owner) {
    return new JobOrigin(owner, null, null, false, null);
  }

  /**
   * The origin of a job of which only the owners are known: the first that is an account counts.
   */
  static JobOrigin ofOwners(Acl acl) {
    return of(
        acl.owners().stream()
            .filter(Principals::isAccount)
            .findFirst()
            .orElseGet(() -> acl.owners().first()));
  }

  /** The same, posted by a distribution. */
  public JobOrigin postedBy(String distributionName) {
    return new JobOrigin(owner, distributionName, childKey, awaited, retryOf);
  }

  /**
   * The same, posted by Baton to carry out a request, such as the cancel of a bulk job. The unique
   * keys of such jobs have a namespace of their own, and users cannot edit the jobs.
   */
  public JobOrigin ownWork(String work) {
    return postedBy(OWN_WORK + work);
  }

  /** Whether Baton posted the job as own work. */
  public boolean isOwnWork() {
    return distribution != null && distribution.startsWith(OWN_WORK);
  }

  /** The same, posted by its parent under a key. */
  public JobOrigin childUnder(String key, boolean parentWaits) {
    return new JobOrigin(owner, distribution, key, parentWaits, retryOf);
  }

  /** The same, as a copy of a final job. */
  public JobOrigin copyOf(JobId job) {
    return new JobOrigin(owner, distribution, childKey, awaited, job);
  }

  /**
   * The namespace of the job's unique key: its owner, or the distribution or own work of Baton that
   * posted it. No principal contains a colon, so that users cannot write the latter two.
   */
  public String keyScope() {
    return distribution == null ? owner : DISTRIBUTION_SCOPE + distribution;
  }
}
