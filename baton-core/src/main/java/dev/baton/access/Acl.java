// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0
package dev.baton.access;

import dev.baton.error.InvalidInputException;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * An access control list. It is always in Nuvla's normal form (docs/spec/nuvla.md §7): the group of
 * the administrators may edit it, owners appear in no other list, implied rights are listed, lists
 * are sorted and have no duplicates, and empty lists are absent. Therefore two lists with the same
 * meaning are equal.
 *
 * @param owners the principals that have every right; not empty
 * @param grants the principals that have each right; owners are not listed
 */
public record Acl(SortedSet<String> owners, Map<Right, SortedSet<String>> grants) {

  private static final Pattern PRINCIPAL = Pattern.compile("[a-z-]+/[a-z0-9-]+");
  private static final int MAX_PRINCIPAL_LENGTH = 255;

  /**
   * Brings the arguments into the normal form.
   *
   * @throws InvalidInputException if there is no owner or a principal is malformed
   */
  public Acl {
    if (owners.isEmpty()) {
      throw new InvalidInputException("acl has no 'owners'; name at least one principal");
    }
    owners.forEach(Acl::check);
    SortedSet<String> sortedOwners = Collections.unmodifiableSortedSet(new TreeSet<>(owners));
    owners = sortedOwners;
    grants = normalised(sortedOwners, grants);
  }

  /**
   * Returns a list in which these principals are the owners. Administrators have the rights that
   * they have on every resource.
   */
  public static Acl ownedBy(String... owners) {
    return new Acl(new TreeSet<>(List.of(owners)), Map.of());
  }

  /** Whether one of the principals is an owner or has the right. */
  public boolean gives(Right right, Collection<String> principals) {
    SortedSet<String> granted = grants.getOrDefault(right, Collections.emptySortedSet());
    return principals.stream().anyMatch(p -> owners.contains(p) || granted.contains(p));
  }

  /** Returns this list, with the right for one more principal. */
  public Acl with(Right right, String principal) {
    Map<Right, SortedSet<String>> more = new EnumMap<>(Right.class);
    grants.forEach((granted, principals) -> more.put(granted, new TreeSet<>(principals)));
    more.computeIfAbsent(right, absent -> new TreeSet<>()).add(principal);
    return new Acl(owners, more);
  }

  private static Map<Right, SortedSet<String>> normalised(
      Set<String> owners, Map<Right, SortedSet<String>> given) {
    Map<Right, SortedSet<String>> full = new EnumMap<>(Right.class);
    given.forEach((right, principals) -> principals.forEach(p -> grant(full, right, p)));
    grant(full, Right.EDIT_ACL, Principals.ADMIN);
    full.values().forEach(principals -> principals.removeAll(owners));
    full.values().removeIf(Set::isEmpty);
    full.replaceAll((right, principals) -> Collections.unmodifiableSortedSet(principals));
    return Collections.unmodifiableMap(full);
  }

  private static void grant(Map<Right, SortedSet<String>> full, Right right, String principal) {
    check(principal);
    full.computeIfAbsent(right, r -> new TreeSet<>()).add(principal);
    right.implied().forEach(r -> full.computeIfAbsent(r, x -> new TreeSet<>()).add(principal));
  }

  private static void check(String principal) {
    if (principal.length() > MAX_PRINCIPAL_LENGTH || !PRINCIPAL.matcher(principal).matches()) {
      throw new InvalidInputException(
          "acl names the principal '"
              + principal.substring(0, Math.min(principal.length(), MAX_PRINCIPAL_LENGTH))
              + "'; expected 'type/id' of lower-case letters, digits and hyphens, such as"
              + " 'group/nuvla-user'");
    }
  }
}
