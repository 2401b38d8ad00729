// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts the signals of a job. A job keeps the last value under each name. If a signal is sent more
 * than once, the job also keeps how often it was sent. So an action that waits can distinguish a
 * new signal from a signal that it has used.
 */
public final class SentSignals {

  private static final String COUNTS = Jobs.RESERVED_SIGNALS + "sent";

  private SentSignals() {}

  /** Returns how often a signal was sent. */
  public static int count(SortedMap<String, JsonNode> signals, String name) {
    JsonNode counts = signals.get(COUNTS);
    int once = signals.containsKey(name) ? 1 : 0;
    return counts == null ? once : counts.path(name).asInt(once);
  }

  /** Returns the signals with one more signal. */
  public static SortedMap<String, JsonNode> with(
      SortedMap<String, JsonNode> signals, String name, JsonNode value) {
    SortedMap<String, JsonNode> more = new TreeMap<>(signals);
    int before = count(signals, name);
    if (before > 0) {
      ObjectNode counts = JsonNodeFactory.instance.objectNode();
      if (signals.get(COUNTS) instanceof ObjectNode known) {
        counts.setAll(known);
      }
      // The count stops at the maximum; no job can use so many signals.
      more.put(COUNTS, counts.put(name, before == Integer.MAX_VALUE ? before : before + 1));
    }
    more.put(name, value);
    return more;
  }
}
