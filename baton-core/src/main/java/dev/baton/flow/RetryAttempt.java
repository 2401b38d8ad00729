// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One attempt of a flow that a retry controller controls.
 *
 * @param provided the value that the retry controller provided for the attempt
 * @param failures the first failure of each atom that failed in the attempt, by atom name
 */
public record RetryAttempt(JsonNode provided, Map<String, Failure> failures) {

  public RetryAttempt {
    failures = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(failures));
  }

  /** Creates an attempt in which nothing has failed yet. */
  public static RetryAttempt of(JsonNode provided) {
    return new RetryAttempt(provided.isMissingNode() ? NullNode.instance : provided, Map.of());
  }

  /** Adds a failure, unless the attempt already has a failure of the atom. */
  public RetryAttempt with(String atom, Failure failure) {
    Map<String, Failure> more = new LinkedHashMap<>(failures);
    more.putIfAbsent(atom, failure);
    return new RetryAttempt(provided, more);
  }
}
