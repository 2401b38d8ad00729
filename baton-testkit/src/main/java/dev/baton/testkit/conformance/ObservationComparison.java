// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares an observation with the outcomes that a case allows, by the rules that FORMAT.md defines
 * for a comparison without {@code --strict}. It ignores intentions, the phase of an error (execute
 * or revert), and whether a single failure is wrapped.
 */
final class ObservationComparison {

  private static final int REASONS_SHOWN = 4;

  private final Set<String> ignoredKeys;
  private final List<JsonNode> outcomes;

  ObservationComparison(Set<String> ignoredKeys, List<JsonNode> outcomes) {
    this.ignoredKeys = Set.copyOf(ignoredKeys);
    this.outcomes = List.copyOf(outcomes);
  }

  /** Returns why no outcome matches; empty if an outcome matches. */
  Optional<String> findDifference(JsonNode observation) {
    List<String> reasons = new ArrayList<>();
    for (JsonNode outcome : outcomes) {
      String reason = differenceTo(outcome.get("steps"), observation.path("steps"));
      if (reason == null) {
        return Optional.empty();
      }
      reasons.add(reason);
    }
    return Optional.of(reasons.size() == 1 ? reasons.getFirst() : joined(reasons));
  }

  private static String joined(List<String> reasons) {
    StringBuilder all = new StringBuilder("no outcome matches");
    for (int i = 0; i < Math.min(REASONS_SHOWN, reasons.size()); i++) {
      all.append(i == 0 ? "; #" : " | #").append(i).append(' ').append(reasons.get(i));
    }
    return all.toString();
  }

  private @Nullable String differenceTo(JsonNode expected, JsonNode observed) {
    if (expected.size() != observed.size()) {
      return "number of steps: expected " + expected.size() + " got " + observed.size();
    }
    for (int i = 0; i < expected.size(); i++) {
      String reason = stepDifference(expected.get(i), observed.get(i));
      if (reason != null) {
        return "step " + i + ": " + reason;
      }
    }
    return null;
  }

  private @Nullable String stepDifference(JsonNode expected, JsonNode observed) {
    String reason = resultDifference(expected, observed);
    if (reason == null) {
      reason = storedDifference(expected, observed);
    }
    if (reason == null) {
      JsonNode trace = masked(observed.path("trace"));
      reason = TraceComparison.of(expected).difference(entries(trace)).orElse(null);
    }
    return reason;
  }

  private static @Nullable String resultDifference(JsonNode expected, JsonNode observed) {
    if (!expected.get("result").equals(observed.get("result"))) {
      JsonNode want = CaseJson.array().add(expected.get("result")).add(expected.get("raised"));
      JsonNode got = CaseJson.array().add(observed.get("result")).add(observed.get("raised"));
      return DifferenceText.between("result", want, got);
    }
    if (!"raised".equals(expected.get("result").textValue())) {
      return null;
    }
    return DifferenceText.ifDifferent(
        "raised", neutral(expected.path("raised")), neutral(observed.path("raised")));
  }

  private static @Nullable String storedDifference(JsonNode expected, JsonNode observed) {
    String reason = null;
    if (expected.has("flow_state")) {
      reason =
          DifferenceText.ifDifferent(
              "flow_state", expected.get("flow_state"), observed.path("flow_state"));
    }
    if (reason == null && expected.has("atoms")) {
      reason = atomsDifference(withoutNulls(expected.get("atoms")), atoms(observed));
    }
    if (reason == null && expected.has("store")) {
      reason = DifferenceText.ifDifferent("store", expected.get("store"), observed.path("store"));
    }
    return reason;
  }

  private static ObjectNode atoms(JsonNode observed) {
    return withoutNulls(observed.path("atoms"));
  }

  private static @Nullable String atomsDifference(ObjectNode expected, ObjectNode observed) {
    Set<String> names = new TreeSet<>();
    expected.fieldNames().forEachRemaining(names::add);
    observed.fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      String reason =
          DifferenceText.ifDifferent("atom " + name, expected.path(name), observed.path(name));
      if (reason != null) {
        return reason;
      }
    }
    return null;
  }

  /**
   * Removes null values, because null and absent are equal, and intentions, which only a strict
   * comparison compares.
   */
  private static ObjectNode withoutNulls(JsonNode atoms) {
    ObjectNode cleaned = CaseJson.object();
    for (var atom : atoms.properties()) {
      ObjectNode fields = cleaned.putObject(atom.getKey());
      for (var field : atom.getValue().properties()) {
        if (!field.getValue().isNull() && !field.getKey().equals("intention")) {
          fields.set(field.getKey(), field.getValue());
        }
      }
    }
    return cleaned;
  }

  /**
   * Removes the phase (execute or revert) and wraps a single failure, because these differences do
   * not count.
   */
  private static JsonNode neutral(JsonNode raised) {
    if (!(raised instanceof ObjectNode object)) {
      return raised;
    }
    ObjectNode neutral = object.deepCopy().without(List.of("phase"));
    if (neutral.has("failure")) {
      return CaseJson.object().set("wrapped", CaseJson.array().add(neutral.get("failure")));
    }
    return neutral;
  }

  private JsonNode masked(JsonNode trace) {
    if (ignoredKeys.isEmpty()) {
      return trace;
    }
    ArrayNode masked = CaseJson.array();
    for (JsonNode entry : trace) {
      masked.add(isCall(entry) ? maskedCall((ArrayNode) entry) : entry);
    }
    return masked;
  }

  private static boolean isCall(JsonNode entry) {
    return "call".equals(entry.path(0).textValue());
  }

  private ArrayNode maskedCall(ArrayNode entry) {
    ArrayNode call = entry.deepCopy();
    ((ObjectNode) call.get(3)).remove(ignoredKeys);
    return call;
  }

  private static List<JsonNode> entries(JsonNode trace) {
    List<JsonNode> entries = new ArrayList<>();
    trace.forEach(entries::add);
    return entries;
  }
}
