// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Ids of jobs in the short form of tables: so many characters of the last group that those that are
 * shown together differ. Commands take them as {@link JobIdLookup} says.
 */
final class ShortJobIds {

  private static final String PREFIX = "job/";
  private static final int SHORTEST = 8;
  private static final int GROUP = 12;

  private final int length;
  private final boolean isFull;

  private ShortJobIds(int length, boolean isFull) {
    this.length = length;
    this.isFull = isFull;
  }

  /**
   * The form for ids that are shown together.
   *
   * @param isFull whether whole ids are asked for
   */
  static ShortJobIds of(Collection<String> ids, boolean isFull) {
    List<String> distinct = ids.stream().distinct().toList();
    int length = SHORTEST;
    while (length < GROUP && !differ(distinct, length)) {
      length++;
    }
    return new ShortJobIds(length, isFull || !differ(distinct, length));
  }

  private static boolean differ(List<String> ids, int length) {
    Set<String> seen = new HashSet<>();
    return ids.stream().allMatch(id -> seen.add(shortened(id, length)));
  }

  /** What is shown for an id. */
  String text(String id) {
    return isFull ? id : shortened(id, length);
  }

  private static String shortened(String id, int length) {
    String uuid = id.startsWith(PREFIX) ? id.substring(PREFIX.length()) : id;
    String group = uuid.substring(uuid.lastIndexOf('-') + 1);
    // Ids of another form are short enough, or have no random group.
    return group.length() < GROUP || uuid.length() != 36 ? uuid : group.substring(0, length);
  }
}
