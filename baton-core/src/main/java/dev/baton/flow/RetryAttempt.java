// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One attempt at a flow that a retry controls.
 *
 * @param provided what the retry provided for it
 * @param failures the first failure of each atom that failed in it, by atom
 */
public record RetryAttempt(JsonNode provided, Map<String, Failure> failures) {

  public RetryAttempt {
    failures = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(failures));
  }

  /** An attempt in which nothing has failed yet. */
  public static RetryAttempt of(JsonNode provided) {
    return new RetryAttempt(provided.isMissingNode() ? NullNode.instance : provided, Map.of());
  }

  /** The same with a failure; the first one of an atom stays. */
  public RetryAttempt with(String atom, Failure failure) {
    Map<String, Failure> more = new LinkedHashMap<>(failures);
    more.putIfAbsent(atom, failure);
    return new RetryAttempt(provided, more);
  }
}
