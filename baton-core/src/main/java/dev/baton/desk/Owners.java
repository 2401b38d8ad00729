// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.desk;

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
final class Owners {

  private Owners() {}

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
    return new Caller(job.createdBy(), job.acl().owners().iterator().next(), claims, null);
  }

  /**
   * The owner on whose account a job goes, for unique keys and quotas.
   *
   * @param preferred if it is among the owners; otherwise the first of them
   */
  static String account(Acl acl, String preferred) {
    return acl.owners().contains(preferred) ? preferred : acl.owners().first();
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
