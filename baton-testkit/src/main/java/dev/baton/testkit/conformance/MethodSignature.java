// SPDX-FileCopyrightText: 2026 The Baton authors
// SPDX-License-Identifier: Apache-2.0

package dev.baton.testkit.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.baton.testkit.conformance.InputDeclaration.Inputs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The parameters of a method that a case describes.
 *
 * @param required the parameters without a default value
 * @param optional the parameters with a default value
 * @param acceptsExtra whether the method accepts any other named argument
 */
record MethodSignature(List<String> required, List<String> optional, boolean acceptsExtra) {

  MethodSignature without(Set<String> special) {
    return new MethodSignature(
        required.stream().filter(name -> !special.contains(name)).toList(),
        optional.stream().filter(name -> !special.contains(name)).toList(),
        acceptsExtra);
  }

  /**
   * Binds each parameter to a symbol: by its name (if {@code infer} is set), by the symbols in
   * {@code requires}, and by {@code rebind}, which also makes an optional parameter required.
   *
   * @throws ReferenceOnlyException if the method does not accept an argument or would lack an
   *     argument
   */
  Inputs bind(String method, List<String> requires, JsonNode rebind, boolean infer) {
    Map<String, String> bound = new LinkedHashMap<>();
    if (infer) {
      required.forEach(name -> bound.put(name, name));
    }
    requires.forEach(name -> bound.put(name, name));
    bound.putAll(rebound(rebind));
    checkAccepted(method, bound);
    Map<String, String> leftOut = new LinkedHashMap<>();
    if (infer) {
      optional.stream()
          .filter(name -> !bound.containsKey(name))
          .forEach(name -> leftOut.put(name, name));
    }
    return new Inputs(bound, leftOut);
  }

  /**
   * Maps parameters to symbols. A list binds by position, and each surplus symbol is bound to a
   * parameter of the same name.
   */
  private Map<String, String> rebound(JsonNode rebind) {
    if (!rebind.isArray()) {
      return CaseJson.stringMap(rebind);
    }
    List<String> symbols = CaseJson.strings(rebind);
    Map<String, String> bound = new LinkedHashMap<>();
    for (int i = 0; i < symbols.size(); i++) {
      bound.put(i < required.size() ? required.get(i) : symbols.get(i), symbols.get(i));
    }
    return bound;
  }

  private void checkAccepted(String method, Map<String, String> bound) {
    for (String name : bound.keySet()) {
      if (!acceptsExtra && !required.contains(name) && !optional.contains(name)) {
        throw ReferenceOnlyException.invalidValue(
            "'" + method + "' cannot take the argument '" + name + "'");
      }
    }
    for (String name : required) {
      if (!bound.containsKey(name)) {
        throw ReferenceOnlyException.invalidValue(
            "'" + method + "' does not get its argument '" + name + "'");
      }
    }
  }
}
