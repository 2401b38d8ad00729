// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.cli;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Shortens job ids for tables: shows as many characters of the last group as are needed to
 * distinguish the ids that are shown together. Commands accept these forms as {@link JobIdLookup}
 * describes.
 */
record ShortJobIds(int length, boolean isFull) {

  private static final String PREFIX = "job/";
  private static final int SHORTEST = 8;
  private static final int GROUP = 12;

  /**
   * Creates the short forms of ids that are shown together.
   *
   * @param isFull whether the user requested full ids
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

  /** Returns the text to show for an id. */
  String text(String id) {
    return isFull ? id : shortened(id, length);
  }

  private static String shortened(String id, int length) {
    String uuid = id.startsWith(PREFIX) ? id.substring(PREFIX.length()) : id;
    String group = uuid.substring(uuid.lastIndexOf('-') + 1);
    // Only an id with 36 characters has a random last group. Other ids are shown completely.
    return group.length() < GROUP || uuid.length() != 36 ? uuid : group.substring(0, length);
  }
}
