// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.campaign.fuzz;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Collects findings, with example requests for each kind. Thread-safe. */
final class FuzzFindings {

  private static final int MAX_EXAMPLES = 3;

  /**
   * A kind of finding.
   *
   * @param examples requests and their answers
   */
  record Finding(int count, List<String> examples) {}

  // Guarded by the lock of this object.
  private final Map<String, Finding> findings = new LinkedHashMap<>();
  private final Map<Integer, Long> statuses = new TreeMap<>();
  private final Set<String> warned = new HashSet<>();

  /** Adds a finding about the answer to a request. */
  void add(String kind, FuzzRequest request, String answer) {
    add(kind, request.role() + ": " + request.text() + "\n    answered: " + answer);
  }

  /** Adds a finding. */
  synchronized void add(String kind, String example) {
    Finding before = findings.getOrDefault(kind, new Finding(0, List.of()));
    List<String> examples = new ArrayList<>(before.examples());
    if (examples.size() < MAX_EXAMPLES) {
      examples.add(example);
    }
    findings.put(kind, new Finding(before.count() + 1, List.copyOf(examples)));
  }

  /** Returns the kinds that were found since the last call, so that a long run shows them early. */
  synchronized List<String> newKinds() {
    return findings.keySet().stream().filter(warned::add).toList();
  }

  synchronized void answered(int status) {
    statuses.merge(status, 1L, Long::sum);
  }

  synchronized Map<String, Finding> all() {
    return new LinkedHashMap<>(findings);
  }

  /** The number of answers per status. */
  synchronized Map<Integer, Long> statuses() {
    return new TreeMap<>(statuses);
  }
}
