// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.jobservice;

import dev.baton.access.Acl;
import dev.baton.access.Caller;
import dev.baton.access.Principals;
import dev.baton.error.ForbiddenException;
import dev.baton.job.Job;
import java.util.HashSet;
import java.util.Set;

/**
 * Determines who owns a job, and thus with whose rights it runs. Nobody can become an owner only
 * because another user says so: the job would then run with rights that its author does not have.
 */
final class JobOwners {

  private JobOwners() {}

  /**
   * The owners of the job, as one caller. The caller is an administrator if every owner is an
   * administrator now, because then nobody else can have changed what the job does.
   */
  static Caller callerFor(Job job, Administrators administrators) {
    Set<String> claims = new HashSet<>(job.acl().owners());
    if (job.acl().owners().stream()
        .allMatch(owner -> owner.equals(Principals.ADMIN) || administrators.include(owner))) {
      claims.add(Principals.ADMIN);
    }
    claims.add(Principals.USER);
    claims.add(Principals.ANONYMOUS);
    return new Caller(job.createdBy(), activeOwner(job), claims, null);
  }

  /**
   * The owner of the resources that the job creates: the job's account, if it is still an owner.
   */
  private static String activeOwner(Job job) {
    String account = accountOf(job.acl(), job.origin().owner());
    return job.acl().owners().contains(account) ? account : job.acl().owners().first();
  }

  /**
   * The principal whose unique keys and quotas a job uses. Users choose the owners of their jobs.
   * So sessions, credentials and groups that everybody belongs to do not count as owners here: each
   * of them would be a fresh quota, or a namespace of keys that users without a common account
   * share.
   *
   * @param own the account of the principal that posts; it is the result if it is among the owners,
   *     or if no owner counts
   */
  static String accountOf(Acl acl, String own) {
    if (acl.owners().contains(own)) {
      return own;
    }
    return acl.owners().stream().filter(Principals::isAccount).findFirst().orElse(own);
  }

  static boolean includes(Acl acl, Caller caller) {
    return caller.isAdmin()
        || caller.claims().stream().anyMatch(claim -> acl.owners().contains(claim));
  }

  /**
   * Checks that a caller adds no foreign owner.
   *
   * @param present the owners that the job already has
   * @throws ForbiddenException if the list has a new owner that the caller is not
   */
  static void checkNew(Acl acl, Set<String> present, Caller caller) {
    for (String owner : acl.owners()) {
      boolean own = owner.equals(caller.activeClaim()) || caller.claims().contains(owner);
      if (!own && !present.contains(owner) && !caller.isAdmin()) {
        throw new ForbiddenException(
            "acl names the owner '"
                + owner
                + "', which the caller is not; only administrators may name owners other than"
                + " themselves");
      }
    }
  }
}
