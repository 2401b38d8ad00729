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
 * Determines who owns a job, and thus with whose rights it runs. A user cannot name another user as
 * an owner, because the job would then run with rights that its author does not have.
 */
final class JobOwners {

  private JobOwners() {}

  /**
   * Returns a caller with the claims of all owners of the job. The caller is an administrator if
   * every owner is an administrator now. Then no other user can have changed what the job does.
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
   * Returns the principal that owns what the job creates: the owner in the job's origin, if it is
   * still among the owners of the job.
   */
  private static String activeOwner(Job job) {
    String account = accountOf(job.acl(), job.origin().owner());
    return job.acl().owners().contains(account) ? account : job.acl().owners().first();
  }

  /**
   * Returns the principal whose quotas and unique keys a job uses. It must be an account ({@link
   * Principals#isAccount}), because users choose the owners of their jobs. If a session or a
   * credential could be that principal, a user would get a new quota with each one. If a group of
   * all users could be, unrelated users would share the namespace of their unique keys.
   *
   * @param own the principal that posts the job; it is the result if it is among the owners, or if
   *     no owner is an account
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
   * Checks that a caller adds only itself to the owners.
   *
   * @param present the owners that the job already has
   * @throws ForbiddenException if the list names a new owner that the caller does not have as a
   *     claim
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
