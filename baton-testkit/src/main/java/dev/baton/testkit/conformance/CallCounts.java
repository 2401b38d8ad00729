// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How often each scripted method was entered, over all steps of a case and across kills. */
final class CallCounts {

  private record Method(String atom, String name) {}

  private final Map<Method, Integer> counts = new ConcurrentHashMap<>();

  /** The number of this call, counted from 1. */
  int next(String atom, String method) {
    return counts.merge(new Method(atom, method), 1, Integer::sum);
  }

  /** What call number n does: outcome n, and the last one from then on. */
  static ScriptedOutcome outcome(List<ScriptedOutcome> script, int number) {
    return script.get(Math.min(number, script.size()) - 1);
  }
}
