// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which engine an {@link Engine} reaches.
 *
 * @param identity the same for all who reach the same engine jobs, by whatever address, and another
 *     for everybody else: of a daemon, a cluster, or a host; at most 500 characters. Where no
 *     single text is that for everybody and for ever, it consists of {@linkplain #marked marks}
 * @param address where it was reached, for people; without credentials
 */
public record EnginePlace(String identity, String address) {

  /** The mark that decides alone where both identities have it. */
  public static final String UID = "uid";

  private static final String BETWEEN = "; ";
  private static final String EQUALS = "=";

  /**
   * A place that is known by several marks, because some of them may change while the place stays
   * the same, or are not told to every account. Two identities are of the same place if they have
   * the same {@link #UID}; if not both have one, any common mark suffices.
   *
   * @param marks by name; values must not contain {@code "; "}
   */
  public static EnginePlace marked(Map<String, String> marks, String address) {
    String identity =
        marks.entrySet().stream()
            .map(mark -> mark.getKey() + EQUALS + mark.getValue())
            .collect(Collectors.joining(BETWEEN));
    return new EnginePlace(identity, address);
  }

  /** Whether an identity that was stored, perhaps by an earlier release, is that of this place. */
  public boolean isAt(String stored) {
    return isSame(identity, stored);
  }

  /** Whether two identities are of the same place. */
  public static boolean isSame(String one, String other) {
    if (one.equals(other)) {
      return true;
    }
    Map<String, String> ones = marks(one);
    Map<String, String> others = marks(other);
    if (ones.isEmpty() || others.isEmpty()) {
      // An earlier release stored one value only.
      return ones.containsValue(other) || others.containsValue(one);
    }
    if (ones.containsKey(UID) && others.containsKey(UID)) {
      return ones.get(UID).equals(others.get(UID));
    }
    return ones.entrySet().stream()
        .anyMatch(mark -> mark.getValue().equals(others.get(mark.getKey())));
  }

  /** The marks of an identity; empty if it is one text. */
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
