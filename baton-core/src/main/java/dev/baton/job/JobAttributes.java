// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.access.Acl;
import dev.baton.access.Right;
import dev.baton.filter.Filter;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a job's document: the right that shows each of them, and the paths that a
 * search may use (docs/spec/nuvla.md §7). A search treats an attribute that the caller may not see
 * as absent.
 */
public final class JobAttributes {

  private static final Set<String> METADATA =
      Set.of(
          "id",
          "resource-type",
          "created",
          "updated",
          "name",
          "description",
          "tags",
          "subtype",
          "parent",
          "resource-metadata",
          "operations",
          // The virtual attribute of full-text searches: id, name, description and tags.
          "fulltext");

  private static final Set<String> WITHOUT_ANY_RIGHT = Set.of("id", "resource-type", "operations");
  private static final String ACL = "acl";

  private static final List<String> DATA =
      List.of(
          "acl",
          "action",
          "affected-resources",
          "attempt",
          "backoff",
          "created-by",
          "duration",
          "ended",
          "execution-mode",
          "expiry",
          "failures",
          "last-error",
          "location",
          "max-attempts",
          "nested-jobs",
          "not-before",
          "origin",
          "output",
          "owner",
          "parked",
          "parent-job",
          "payload",
          "priority",
          "progress",
          "requires",
          "result",
          "return-code",
          "revision",
          "signals",
          "started",
          "state",
          "status-message",
          "takeovers",
          "target-resource",
          "time-of-status-change",
          "timeout",
          "token",
          "unique-key",
          "updated-by",
          "version");

  private static final SortedSet<String> NAMES = names(METADATA, DATA);

  private static final Set<String> NUMBERS =
      Set.of(
          "attempt",
          "duration",
          "failures",
          "max-attempts",
          "priority",
          "progress",
          "return-code",
          "revision",
          "takeovers",
          "token",
          "version");

  /** Attributes in which clients choose the names of the members. */
  private static final Set<String> OPEN =
      Set.of("result", "signals", "target-resource", "affected-resources");

  private static final Map<String, Set<String>> MEMBERS =
      Map.of(
          "backoff",
          Set.of("initial", "max", "factor", "jitter"),
          "origin",
          Set.of("owner", "distribution", "child-key", "awaited", "retry-of"),
          ACL,
          new HashSet<>(
              Stream.concat(Stream.of("owners"), Arrays.stream(Right.values()).map(Right::apiName))
                  .toList()));

  /** Attributes that no search finds. Nuvla does not index them either. */
  private static final Set<String> NOT_SEARCHABLE = Set.of("status-message", "operations");

  private JobAttributes() {}

  private static SortedSet<String> names(Collection<String> metadata, Collection<String> data) {
    SortedSet<String> all = new TreeSet<>(metadata);
    all.addAll(data);
    return all;
  }

  /** Returns the right that shows an attribute. Unknown attributes need {@code view-data}. */
  public static Right seenWith(String attribute) {
    if (METADATA.contains(attribute)) {
      return Right.VIEW_META;
    }
    return attribute.equals(ACL) ? Right.VIEW_ACL : Right.VIEW_DATA;
  }

  /**
   * Removes from a document the attributes that the principals may not see.
   *
   * @param principals null removes nothing
   * @return the same document
   */
  public static ObjectNode reduce(
      ObjectNode document, Acl acl, @Nullable Collection<String> principals) {
    if (principals == null || acl.gives(Right.VIEW_ACL, principals)) {
      return document;
    }
    if (acl.gives(Right.VIEW_DATA, principals)) {
      document.remove(ACL);
      return document;
    }
    return document.retain(acl.gives(Right.VIEW_META, principals) ? METADATA : WITHOUT_ANY_RIGHT);
  }

  /** Returns the names of all attributes that a document may have, and {@code fulltext}. */
  public static SortedSet<String> names() {
    return new TreeSet<>(NAMES);
  }

  /** Whether the values at a path are integers. */
  public static boolean isNumber(Filter.Path path) {
    return path.names().size() == 1 && NUMBERS.contains(path.names().getFirst());
  }

  /** Whether a path leads into an object in which clients choose the members and their types. */
  public static boolean isOpen(Filter.Path path) {
    return OPEN.contains(path.names().getFirst()) || path.names().getFirst().equals("backoff");
  }

  /** Whether a search can find values at a path. */
  public static boolean isSearchable(Filter.Path path) {
    String first = path.names().getFirst();
    if (!NAMES.contains(first) || NOT_SEARCHABLE.contains(first)) {
      return false;
    }
    return switch (path.names().size()) {
      case 1 -> true;
      case 2 ->
          OPEN.contains(first)
              || MEMBERS.getOrDefault(first, Set.of()).contains(path.names().get(1));
      default -> OPEN.contains(first);
    };
  }
}
