// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Identifies exactly which daemon, cluster, namespace or host an {@link Engine} reaches.
 *
 * @param identity the id of a daemon, a cluster or a host, at most 500 characters: all processes
 *     that reach the same engine jobs have the same identity, also if they use different addresses,
 *     and other processes have other ones. If no single id is the same for all processes and never
 *     changes, the identity is a list of several named ids ({@link #marked})
 * @param address the address at which the engine was reached, for display; without credentials
 */
public record EnginePlace(String identity, String address) {

  /**
   * The name of the mark that decides alone: two identities that both contain it mean the same
   * place if its values are equal, and different places otherwise.
   */
  public static final String UID = "uid";

  private static final String BETWEEN = "; ";
  private static final String EQUALS = "=";

  /**
   * Creates a place whose identity consists of several named values, the marks. Several marks are
   * needed if some values may change while the place stays the same, or if the credentials of some
   * processes cannot read them. Two identities that both contain {@link #UID} mean the same place
   * if its values are equal. For other identities, one common mark suffices.
   *
   * @param marks the values by name; values must not contain {@code "; "}
   */
  public static EnginePlace marked(Map<String, String> marks, String address) {
    String identity =
        marks.entrySet().stream()
            .map(mark -> mark.getKey() + EQUALS + mark.getValue())
            .collect(Collectors.joining(BETWEEN));
    return new EnginePlace(identity, address);
  }

  /** Whether a stored identity, perhaps in the form of an earlier release, means this place. */
  public boolean isAt(String stored) {
    return isSame(identity, stored);
  }

  /** Whether two identities mean the same place. */
  public static boolean isSame(String one, String other) {
    if (one.equals(other)) {
      return true;
    }
    Map<String, String> ones = marks(one);
    Map<String, String> others = marks(other);
    if (ones.isEmpty() || others.isEmpty()) {
      // An earlier release stored a single value instead of marks. Such an identity means the same
      // place if one of the marks has this value.
      return ones.containsValue(other) || others.containsValue(one);
    }
    if (ones.containsKey(UID) && others.containsKey(UID)) {
      return ones.get(UID).equals(others.get(UID));
    }
    return ones.entrySet().stream()
        .anyMatch(mark -> mark.getValue().equals(others.get(mark.getKey())));
  }

  /** The marks of an identity; empty if the identity is a single text. */
  private static Map<String, String> marks(String identity) {
    Map<String, String> marks = new LinkedHashMap<>();
    for (String part : identity.split(BETWEEN, -1)) {
      int equals = part.indexOf(EQUALS);
      if (equals < 1 || !part.substring(0, equals).chars().allMatch(c -> c >= 'a' && c <= 'z')) {
        return Map.of();
      }
      marks.put(part.substring(0, equals), part.substring(equals + 1));
    }
    return marks;
  }
}
