// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.flow.Atom;
import dev.baton.flow.AtomOutputs;
import dev.baton.flow.Failure;
import dev.baton.flow.Retry;
import dev.baton.flow.Symbol;
import dev.baton.logbook.AtomDetail;
import dev.baton.logbook.AtomKind;
import dev.baton.logbook.AtomState;
import dev.baton.logbook.Logbook;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The stored state of a flow, as an observation reports it.
 *
 * @param logbook the content of the store, empty before the first write
 * @param known the atoms of the last flow that was run. Baton need not store an atom that has not
 *     run; such an atom counts as PENDING.
 * @param given the input values of the flow, which Baton stores when the flow runs
 */
record StoredFlowView(Optional<Logbook> logbook, List<Atom> known, Map<String, JsonNode> given) {

  String flowState() {
    return logbook.map(book -> book.flow().state().name()).orElse("PENDING");
  }

  ObjectNode atoms() {
    ObjectNode atoms = CaseJson.object();
    for (Atom atom : known) {
      ObjectNode fresh = atoms.putObject(atom.name());
      fresh.put("state", "PENDING").put("intention", "EXECUTE");
      if (atom instanceof Retry) {
        fresh.putArray("history");
      }
    }
    details().values().forEach(detail -> atoms.set(detail.name(), atom(detail)));
    return atoms;
  }

  private Map<String, AtomDetail> details() {
    return logbook.map(Logbook::atoms).orElse(Map.of());
  }

  private static ObjectNode atom(AtomDetail detail) {
    AtomDetail.Outcome outcome = detail.outcome();
    ObjectNode atom = CaseJson.object();
    atom.put("state", detail.state().name());
    atom.put("intention", detail.intention().name());
    if (detail.kind() == AtomKind.RETRY) {
      atom.set("history", ObservedValues.history(detail.history()));
    } else if (detail.state() != AtomState.REVERT_FAILURE) {
      // The reference library drops the result in this state. Baton keeps it, so that the revert
      // can be repeated.
      put(atom, "result", outcome.result());
    }
    put(atom, "failure", failure(outcome.failure()));
    if (detail.kind() == AtomKind.TASK) {
      // The reference library loses the revert result of a retry controller when it stores the
      // retry controller.
      put(atom, "revert_result", outcome.revertResult());
    }
    put(atom, "revert_failure", failure(outcome.revertFailure()));
    return atom;
  }

  private static @Nullable JsonNode failure(@Nullable Failure failure) {
    return failure == null ? null : ObservedValues.failure(failure);
  }

  private static void put(ObjectNode atom, String key, @Nullable JsonNode value) {
    if (value != null) {
      atom.set(key, value);
    }
  }

  /**
   * Returns the values of all symbols: the input values of the flow, and the values that atoms
   * provide.
   */
  ObjectNode store() {
    Map<String, List<JsonNode>> values = new LinkedHashMap<>();
    Map<String, JsonNode> outside = new LinkedHashMap<>(given);
    logbook.ifPresent(book -> outside.putAll(book.flow().store()));
    outside.forEach((symbol, value) -> add(values, symbol, value));
    for (Atom atom : known) {
      AtomDetail detail = details().get(atom.name());
      if (detail != null && detail.state() == AtomState.SUCCESS) {
        provided(atom, detail).forEach((symbol, value) -> add(values, symbol, value));
      }
    }
    ObjectNode store = CaseJson.object();
    values.forEach((symbol, all) -> store.set(symbol, all.size() == 1 ? all.get(0) : many(all)));
    return store;
  }

  private static void add(Map<String, List<JsonNode>> values, String symbol, JsonNode value) {
    values.computeIfAbsent(symbol, name -> new ArrayList<>()).add(value);
  }

  private static ObjectNode many(List<JsonNode> all) {
    ArrayNode sorted = CaseJson.array(all.stream().sorted(CaseJson.BY_TEXT).toList());
    ObjectNode many = CaseJson.object();
    many.set("$many", sorted);
    return many;
  }

  private static Map<String, JsonNode> provided(Atom atom, AtomDetail detail) {
    JsonNode result = result(detail);
    Map<String, JsonNode> provided = new LinkedHashMap<>();
    switch (atom.outputs()) {
      case AtomOutputs.Nothing nothing -> {}
      case AtomOutputs.Whole whole -> provided.put(whole.symbol().name(), result);
      case AtomOutputs.Each each -> {
        for (int i = 0; i < Math.min(each.symbols().size(), result.size()); i++) {
          provided.put(each.symbols().get(i).name(), result.get(i));
        }
      }
      case AtomOutputs.Keys keys -> {
        for (Symbol<?> symbol : keys.symbols()) {
          if (result.has(symbol.name())) {
            provided.put(symbol.name(), result.get(symbol.name()));
          }
        }
      }
    }
    return provided;
  }

  private static JsonNode result(AtomDetail detail) {
    JsonNode result =
        detail.kind() == AtomKind.RETRY
            ? detail.history().getLast().provided()
            : detail.outcome().result();
    return result == null ? ScriptedOutcome.NULL : result;
  }
}
