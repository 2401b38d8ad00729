// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.baton.flow.Decider;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A traced decider that answers as the case says.
 *
 * @param comesFromAtom whether a link with a decider that affects this decision starts at the named
 *     atom. If a link starts at a flow, Baton also passes the results of the atoms of that flow,
 *     which the cases do not expect.
 */
record ScriptedDecider(
    CaseNode.CaseLink link,
    CaseNode.DeciderSpec spec,
    Predicate<String> comesFromAtom,
    ScriptRunner stage)
    implements Decider {

  @Override
  public boolean decide(Map<String, JsonNode> history) {
    ObjectNode known = CaseJson.object();
    history.forEach((atom, result) -> {
      if (comesFromAtom.test(atom)) {
        known.set(atom, result);
      }
    });
    stage.trace().recordDecider(link.from(), link.to(), known);
    if (spec.failure().isPresent()) {
      throw ScriptedError.of(spec.failure().get());
    }
    return spec.condition()
        .map(condition -> holds(condition, known))
        .orElseGet(() -> Boolean.TRUE.equals(spec.answer()));
  }

  private static boolean holds(CaseNode.DeciderSpec.IfHistory condition, ObjectNode known) {
    return known.has(condition.atom())
        && CaseJson.areEqual(known.get(condition.atom()), condition.value());
  }
}
