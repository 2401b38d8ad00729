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
 * Who owns a job, and so with whose rights it runs. Nobody may become an owner by another's word
 * only: that would lend him rights.
 */
final class JobOwners {

  private JobOwners() {}

  /**
   * The owners of the job, as one caller: an administrator if every owner is one now. Nobody else
   * can then have changed what the job does.
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

  /** The owner that owns what the job creates: its account, unless that is no owner any more. */
  private static String activeOwner(Job job) {
    String account = accountOf(job.acl(), job.origin().owner());
    return job.acl().owners().contains(account) ? account : job.acl().owners().first();
  }

  /**
   * The principal on whose account a job goes, for unique keys and quotas. Users choose the owners
   * of their jobs. So sessions, credentials and the groups of everybody do not count as owners
   * here: each of them would be a fresh quota, or a namespace of keys that strangers share.
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
   * @param present owners that are there already
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
