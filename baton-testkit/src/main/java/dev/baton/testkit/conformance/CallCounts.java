// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the calls of each scripted method over all steps of a case, also across kills. */
final class CallCounts {

  private record Method(String atom, String name) {}

  private final Map<Method, Integer> counts = new ConcurrentHashMap<>();

  /** Counts a call and returns its number, from 1. */
  int next(String atom, String method) {
    return counts.merge(new Method(atom, method), 1, Integer::sum);
  }

  /**
   * Returns the outcome of call number n: outcome n of the script, or the last outcome if the
   * script is shorter.
   */
  static ScriptedOutcome outcome(List<ScriptedOutcome> script, int number) {
    return script.get(Math.min(number, script.size()) - 1);
  }
}
